"""Starts Virtuoso, counts the triples of each graph and answers the questions with it: ask_virtuoso.py WORK RDF_DIR QUESTIONS_DIR HONGTU.

It also takes the data set by `hongtu push`, twice, and counts what arrived.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request

WORK, RDF, QUESTIONS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
HONGTU = sys.argv[4]
SQL, HTTP = 51411, 58411
INI = f"""[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = {SQL}
DirsAllowed = {RDF}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = {HTTP}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def say(**record):
    print(json.dumps({"tool": "Virtuoso", **record}, ensure_ascii=False), flush=True)


def sql(*commands):
    for command in commands:
        done = subprocess.run(["isql-vt", str(SQL), "dba", "dba", f"exec={command};"], capture_output=True, text=True)
        if done.returncode or "*** Error" in done.stderr + done.stdout:
            raise RuntimeError(done.stderr + done.stdout)


def ask(text, graph=None):
    form = {"query": text, "format": "application/sparql-results+json", **({"default-graph-uri": graph} if graph else {})}
    request = urllib.request.Request(f"http://localhost:{HTTP}/sparql", urllib.parse.urlencode(form).encode())
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as error:
        raise RuntimeError(error.read().decode()[:300]) from None
    return [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]


def counts(default, base):
    found = ask("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    of_graph = {row["g"]: int(row["n"]) for row in found}
    return {"" if graph == default else graph: count for graph, count in of_graph.items() if graph == default or graph.startswith(base)}


def clear(base, *graphs):
    for graph in [*graphs, *(graph for graph in counts("", base) if graph)]:
        sql(f"SPARQL CLEAR GRAPH <{graph}>")


def load(base):
    def text(name):
        return f"file_to_string_output('{RDF}/graph.{name}')"

    loaders = {
        "nt": f"DB.DBA.TTLP({text('nt')}, '', 'urn:default', 0)",
        "ttl": f"DB.DBA.TTLP({text('ttl')}, '', 'urn:default', 0)",
        "rdf": f"DB.DBA.RDF_LOAD_RDFXML({text('rdf')}, '', 'urn:default')",
        "nq": f"DB.DBA.TTLP({text('nq')}, '', 'urn:default', 512)",
        "trig": f"DB.DBA.TTLP({text('trig')}, '', 'urn:default', 256)",
    }
    for format, loader in loaders.items():
        clear(base, "urn:default")
        sql(loader)
        say(format=format, graphs=counts("urn:default", base))


def push(base):
    """Graph by graph through the Graph Store protocol and through updates, each twice; with HTTP Digest authentication, and where anybody may write."""
    # Virtuoso's open endpoints may write only when their user may.
    sql("GRANT SPARQL_UPDATE TO \"SPARQL\"", "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7)")
    for path, user in [("sparql-graph-crud-auth", ["--user", "dba"]), ("sparql-graph-crud", []), ("sparql", [])]:
        clear(base, "urn:default")
        for _ in range(2):
            command = [HONGTU, "push", f"http://localhost:{HTTP}/{path}", "--data", str(RDF / "graph.trig"), "--default-graph", "urn:default", *user]
            subprocess.run(command, check=True, stdout=sys.stderr, env={**os.environ, "HONGTU_PASSWORD": "dba"})
        say(format="trig", graphs=counts("urn:default", base))


def main():
    base = (WORK / "base").read_text(encoding="utf-8").strip()
    home = WORK / "virtuoso"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "virtuoso.ini").write_text(INI)
    log = open(home / "out", "w")
    server = subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], cwd=home, stdout=log, stderr=log)
    try:
        for _ in range(120):
            time.sleep(1)
            if server.poll() is not None:
                sys.exit((home / "out").read_text())
            if b"Connected" in subprocess.run(["isql-vt", str(SQL), "dba", "dba", "exec=status();"], capture_output=True).stdout:
                break
        load(base)
        sql("DB.DBA.TTLP(file_to_string_output('%s'), '', 'urn:flat', 0)" % (RDF / "graph.nt"))
        for path in sorted(QUESTIONS.glob("*.rq")):
            try:
                say(question=path.stem, rows=ask(path.read_text(encoding="utf-8"), "urn:flat"))
            except (RuntimeError, OSError) as error:
                say(question=path.stem, error=str(error)[:300])
        if not os.environ.get("WITHOUT_PUSH"):
            push(base)
    finally:
        server.terminate()
        server.wait(timeout=60)


main()
