"""Starts Oxigraph's own server, sends it the data set by both protocols, each twice, and counts what arrived: push_oxigraph.py WORK HONGTU OXIGRAPH."""

import json
import pathlib
import subprocess
import sys
import time
import urllib.request

WORK, HONGTU, OXIGRAPH = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
ADDRESS = "localhost:57878"
COUNT = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"


def counts():
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    request = urllib.request.Request(f"http://{ADDRESS}/query", COUNT.encode(), headers)
    with urllib.request.urlopen(request) as answer:
        rows = json.load(answer)["results"]["bindings"]
    return {row.get("g", {}).get("value", ""): int(row["n"]["value"]) for row in rows}


for path in ["store", "update"]:
    server = subprocess.Popen([OXIGRAPH, "serve", "--bind", ADDRESS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(60):
            time.sleep(0.5)
            try:
                counts()
                break
            except OSError:
                assert server.poll() is None, "Oxigraph's server does not start"
        for _ in range(2):
            subprocess.run([HONGTU, "push", f"http://{ADDRESS}/{path}", "--data", WORK / "rdf" / "graph.trig"], check=True, stdout=sys.stderr)
        print(json.dumps({"tool": "Oxigraph", "format": "trig", "graphs": counts()}), flush=True)
    finally:
        server.terminate()
        server.wait(timeout=30)
