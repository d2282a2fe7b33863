"""Asks `hongtu serve` as curl, SPARQLWrapper and Comunica do, and compares with graph.json: ask.py HONGTU DATA ask_comunica.mjs.

Rows, truth, triples and errors, by GET and by POST, in the forms that a client asks for, and a change where the server allows it."""

import contextlib
import json
import pathlib
import subprocess
import sys

import rdflib
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

PREFIXES = "PREFIX ht: <https://w3id.org/hongtu/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
SELECT = PREFIXES + "SELECT ?name { ?place a ht:Place ; rdfs:label ?name }"
ASK = PREFIXES + "ASK { ?place a ht:Place }"
ASK_NOT = PREFIXES + "ASK { ?place a ht:Place ; ht:holdsPost ?place }"
CONSTRUCT = PREFIXES + "CONSTRUCT { ?a ht:holdsPost ?b } WHERE { ?a ht:holdsPost ?b }"
BROKEN = "SELECT ?a WHERE {\n  ?a nowhere:b ?c\n}"
INSERT = "INSERT DATA { GRAPH <urn:new> { <urn:s> <urn:p> 'neu 新' } }"
ASK_NEW = "ASK { <urn:s> <urn:p> 'neu 新' }"

done = []


def same(what: str, found, expected) -> None:
    if found != expected:
        sys.exit(f"{what}: {str(found)[:500]}\nexpected: {str(expected)[:500]}")
    done.append(what)


@contextlib.contextmanager
def serve(hongtu: str, data: str, *options: str):
    command = [hongtu, "serve", data, "--addr", "127.0.0.1:0", "--no-inferred", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip() + "sparql"
        finally:
            server.kill()


def curl(*arguments: str) -> tuple[int, str, str]:
    """Status, media type and body."""
    command = ["curl", "-sS", "-w", "\n%{http_code} %{content_type}", *arguments]
    body, _, told = subprocess.run(command, capture_output=True, check=True).stdout.decode().rpartition("\n")
    status, _, media = told.partition(" ")
    return int(status), media, body


def ask_curl(address: str, places: list[str], posts: int) -> None:
    ways = {
        "GET": ("-G", "--data-urlencode", f"query={SELECT}"),
        "a form": ("--data-urlencode", f"query={SELECT}"),
        "the query itself": ("-H", "Content-Type: application/sparql-query", "--data-binary", SELECT),
    }
    for name, way in ways.items():
        status, media, body = curl(*way, address)
        same(f"curl, {name}: status and form", (status, media), (200, "application/sparql-results+json"))
        same(f"curl, {name}: rows", sorted(row["name"]["value"] for row in json.loads(body)["results"]["bindings"]), places)
    forms = {"text/csv": "text/csv; charset=utf-8", "text/tab-separated-values": "text/tab-separated-values; charset=utf-8"}
    for accept, expected in forms.items():
        status, media, body = curl("-H", f"Accept: {accept}", *ways["GET"], address)
        rows = sorted(line.strip().removesuffix("@zh").strip('"') for line in body.splitlines()[1:])
        same(f"curl, {accept}", (status, media, rows), (200, expected, places))
    status, media, body = curl("-H", "Accept: application/sparql-results+xml", *ways["GET"], address)
    same("curl, XML", (status, media, body.count("<result>")), (200, "application/sparql-results+xml", len(places)))
    triples = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml", "application/ld+json": "json-ld"}
    for accept, format in triples.items():
        status, media, body = curl("-H", f"Accept: {accept}", "-G", "--data-urlencode", f"query={CONSTRUCT}", address)
        found = (status, media.partition(";")[0], len(rdflib.Graph().parse(data=body, format=format)))
        same(f"curl, CONSTRUCT as {accept}", found, (200, accept, posts))
    status, media, body = curl("--data-urlencode", f"query={BROKEN}", address)
    problem = json.loads(body)
    same("curl, error", (status, media, problem["status"], problem["line"]), (400, "application/problem+json", 400, 2))
    same("curl, no such form", curl("-H", "Accept: image/png", *ways["GET"], address)[0], 406)
    same("curl, no such way", curl("-H", "Content-Type: text/plain", "--data-binary", SELECT, address)[0], 415)
    same("curl, an update is refused", curl("--data-urlencode", f"update={INSERT}", address)[0], 403)


def wrapped(address: str, query: str, form: str, method=GET, request=URLENCODED):
    wrapper = SPARQLWrapper(address)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request)
    return wrapper.query().convert()


def ask_wrapper(address: str, places: list[str], posts: int) -> None:
    for name, way in {"GET": (GET, URLENCODED), "a form": (POST, URLENCODED), "the query itself": (POST, POSTDIRECTLY)}.items():
        rows = wrapped(address, SELECT, JSON, *way)["results"]["bindings"]
        same(f"SPARQLWrapper, {name}", sorted(row["name"]["value"] for row in rows), places)
        same(f"SPARQLWrapper, {name}: ASK", [wrapped(address, ask, JSON, *way)["boolean"] for ask in (ASK, ASK_NOT)], [True, False])
    document = wrapped(address, SELECT, XML)
    same("SPARQLWrapper, XML", len(document.getElementsByTagName("result")), len(places))
    for form in (CSV, TSV):
        same(f"SPARQLWrapper, {form}", len(wrapped(address, SELECT, form).decode().splitlines()), len(places) + 1)
    for form in (XML, RDFXML, JSONLD):
        same(f"SPARQLWrapper, CONSTRUCT as {form}", len(wrapped(address, CONSTRUCT, form)), posts)
    for form in (TURTLE, N3):
        same(f"SPARQLWrapper, CONSTRUCT as {form}", len(rdflib.Graph().parse(data=wrapped(address, CONSTRUCT, form), format="turtle")), posts)
    try:
        wrapped(address, BROKEN, JSON)
        sys.exit("SPARQLWrapper takes a broken query for a good one")
    except QueryBadFormed as error:
        same("SPARQLWrapper, error", "line 2" in str(error), True)


def change(address: str) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(POST)
    for request in (URLENCODED, POSTDIRECTLY):
        wrapper.setRequestMethod(request)
        wrapper.setQuery(INSERT)
        same("SPARQLWrapper, change", wrapper.query().response.status, 204)
    same("SPARQLWrapper, what was changed", wrapped(address, ASK_NEW, JSON)["boolean"], True)


def ask_comunica(script: str, address: str, places: list[str], posts: int) -> None:
    told = subprocess.run(["node", script, address], input=json.dumps([SELECT, ASK, ASK_NOT, CONSTRUCT, BROKEN]), capture_output=True, text=True, check=True)
    answers = json.loads(told.stdout)
    same("Comunica, methods", [answers[way]["methods"] for way in ("GET", "POST")], [["GET"], ["POST"]])
    for way, found in answers.items():
        same(f"Comunica, {way}: rows", sorted(found["rows"]), places)
        same(f"Comunica, {way}: ASK", found["truth"], [True, False])
        same(f"Comunica, {way}: CONSTRUCT", found["triples"], posts)
        same(f"Comunica, {way}: error", bool(found["error"]), True)


def main() -> None:
    hongtu, data, script = sys.argv[1:4]
    graph = json.loads((pathlib.Path(data) / "graph.json").read_bytes())
    places = sorted(entity["name"] for entity in graph["entities"] if entity["class"] == "Place")
    posts = len({(post["subject"], post["object"]) for post in graph["relations"] if post["predicate"] == "holdsPost"})
    with serve(hongtu, data) as address:
        ask_curl(address, places, posts)
        ask_wrapper(address, places, posts)
        ask_comunica(script, address, places, posts)
    with serve(hongtu, data, "--writable") as address:
        change(address)
    print(f"{len(done)} answers to curl, SPARQLWrapper and Comunica are right")


main()
