"""Reads the written RDF with rdflib and checks what every reader relies on: rdf.py OUTPUT."""

import json
import pathlib
import sys

import rdflib

output = pathlib.Path(sys.argv[1])
plain = rdflib.Graph().parse(output / "graph.ttl")
data = rdflib.Dataset()
data.parse(output / "graph.trig")
quads = list(data.quads())
relations = json.loads((output / "graph.json").read_text(encoding="utf-8"))["relations"]
statements = {s for s, p, o, g in quads if p == rdflib.RDF.type and o == rdflib.RDF.Statement}

assert len(plain) > 0 and len(quads) > len(plain), "the data set holds less than the plain graph"
assert len(statements) >= len(relations), f"{len(relations)} relations, but evidence for {len(statements)}"
assert not any(isinstance(t, rdflib.BNode) for quad in quads for t in quad[:3]), "a blank node"
assert all(str(t).isascii() for quad in quads for t in quad if isinstance(t, rdflib.URIRef)), "an IRI that is not ASCII"
assert {graph for *_, graph in quads} != {None}, "no named graph"
print(f"{len(plain)} plain triples, {len(quads)} quads, {len(statements)} statements with evidence")
