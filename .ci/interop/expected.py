"""Writes what others must count and answer: expected.py HONGTU DATA WORK, where DATA is what `hongtu build` wrote.

WORK gets rdf/ (every RDF format), graph/ (formats of property graphs), questions/ (each as plain SPARQL), base, and expected.jsonl.
"""

import json
import pathlib
import re
import subprocess
import sys
from collections import Counter

HONGTU, DATA, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def hongtu(*arguments):
    return subprocess.run([HONGTU, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def ask(question):
    # Others have what is stated, without what hongtu concludes when it is asked.
    found = json.loads(hongtu("query", question, "--data", DATA, "--no-inferred", "--format", "json"))["results"]["bindings"]
    return [{variable: term["value"] for variable, term in row.items()} for row in found]


rdf, graph, questions = WORK / "rdf", WORK / "graph", WORK / "questions"
for directory in (rdf, graph, questions):
    directory.mkdir(parents=True, exist_ok=True)
for format in ["ttl", "nt", "rdf", "nq", "trig", "jsonld"]:
    hongtu("export", DATA, "--format", format, "--out", rdf / f"graph.{format}")
for format, name in [("graphml", "g.graphml"), ("gexf", "g.gexf"), ("cypher", "g.cypher"), ("csv", "csv"), ("neo4j", "neo4j")]:
    hongtu("export", DATA, "--format", format, "--out", graph / name)

# A line is a quad, and no literal holds a line's end: what stands before the dot is the graph, where it is an IRI after an object.
of_graph = Counter()
for line in (rdf / "graph.nq").read_text(encoding="utf-8").splitlines():
    found = re.fullmatch(r"\S+ \S+ (?:<[^>]*>|\".*\"\S*) (?:<([^>]*)> )?\.", line)
    of_graph[found.group(1) or ""] += 1
flat = len((rdf / "graph.nt").read_text(encoding="utf-8").splitlines())
plain = int(json.loads(hongtu("query", "--data", rdf / "graph.ttl", "--no-inferred", "--format", "json", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))["results"]["bindings"][0]["n"]["value"])
(WORK / "base").write_text(min(graph for graph in of_graph if graph).rsplit("graph-", 1)[0])

with open(WORK / "expected.jsonl", "w", encoding="utf-8") as out:
    def say(**record):
        print(json.dumps({"tool": "hongtu", **record}, ensure_ascii=False), file=out)

    for format in ["nq", "trig", "jsonld"]:
        say(format=format, graphs=dict(of_graph))
    for format, count in [("nt", flat), ("rdf", flat), ("ttl", plain)]:
        say(format=format, graphs={"": count})
    verified = hongtu("verify", DATA)
    say(hash=verified.rsplit("SHA-256: ", 1)[1].strip())
    plain = pathlib.Path(__file__).with_name("plain.rq").read_text(encoding="utf-8")
    (questions / "plain.rq").write_text(plain, encoding="utf-8")
    say(question="plain", rows=ask(plain))
    for name in re.findall(r"^(\S+)$", hongtu("query", "--list"), re.MULTILINE):
        (questions / f"{name}.rq").write_text(hongtu("query", name, "--show"), encoding="utf-8")
        say(question=name, rows=ask(name))
print(f"{sum(of_graph.values())} quads in {len(of_graph)} graphs, {flat} triples, {len(list(questions.iterdir()))} questions")
