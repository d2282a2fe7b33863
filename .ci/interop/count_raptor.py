"""Counts the triples of each graph with Raptor's rapper, and asks Rasqal's roqet: count_raptor.py RDF_DIR QUESTION.

Rasqal 0.9 knows SPARQL 1.0 and no more: it is asked what needs no paths and no aggregates.
"""

import csv
import json
import pathlib
import re
import subprocess
import sys
from collections import Counter

RDF, QUESTION = map(pathlib.Path, sys.argv[1:])
GRAPH = re.compile(r"\S+ \S+ (?:<[^>]*>|\".*\"\S*) (?:<([^>]*)> )?\.")
def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


for format, name in [("nt", "ntriples"), ("ttl", "turtle"), ("rdf", "rdfxml"), ("nq", "nquads"), ("trig", "trig")]:
    lines = run("rapper", "-q", "-i", name, "-o", "nquads", str(RDF / f"graph.{format}")).splitlines()
    graphs = Counter(GRAPH.fullmatch(line).group(1) or "" for line in lines)
    print(json.dumps({"tool": "rapper", "format": format, "graphs": graphs}))

triples = len((RDF / "graph.nt").read_text(encoding="utf-8").splitlines())
rows = list(csv.DictReader(run("roqet", "-q", "-r", "csv", "-e", "SELECT ?s ?p ?o { ?s ?p ?o }", "-D", str(RDF / "graph.nt")).splitlines()))
print(json.dumps({"tool": "roqet", "format": "nt", "graphs": {"": len(rows)}}))
rows = list(csv.DictReader(run("roqet", "-q", "-r", "csv", "-D", str(RDF / "graph.nt"), str(QUESTION)).splitlines()))
print(json.dumps({"tool": "roqet", "question": QUESTION.stem, "rows": rows}, ensure_ascii=False))
