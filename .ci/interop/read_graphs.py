"""Reads GraphML and GEXF with networkx and the tables with Python's csv, and compares nodes and edges with graph.json: read_graphs.py GRAPH_DIR DATA."""

import csv
import json
import pathlib
import sys

import networkx

GRAPH, DATA = map(pathlib.Path, sys.argv[1:])
graph = json.loads((DATA / "graph.json").read_text(encoding="utf-8"))
entities, relations, targets, documents = (len(graph[name]) for name in ("entities", "relations", "targets", "documents"))
names = {entity["id"]: entity["name"] for entity in graph["entities"]}

for found, name in [(networkx.read_graphml(GRAPH / "g.graphml", force_multigraph=True), "name"), (networkx.read_gexf(GRAPH / "g.gexf"), "label")]:
    assert found.is_directed() and found.number_of_nodes() == entities + targets + documents, found
    assert found.number_of_edges() == relations + targets, found
    assert all(found.nodes[id][name] == text for id, text in names.items())
for table, count in [("nodes", entities), ("edges", relations), ("figures", targets), ("documents", documents)]:
    with open(GRAPH / "csv" / f"{table}.csv", encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == count, table
print(f"networkx       reads graphml gexf; {entities} entities, {relations} statements, {targets} figures, {documents} documents")
