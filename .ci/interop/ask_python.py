"""Counts the triples of each graph and answers the questions with rdflib or pyoxigraph: ask_python.py TOOL RDF_DIR QUESTIONS_DIR."""

import hashlib
import json
import pathlib
import signal
import sys
from collections import Counter

TOOL, RDF, QUESTIONS = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SECONDS = 60


def say(**record):
    print(json.dumps({"tool": TOOL, **record}, ensure_ascii=False), flush=True)


def too_slow(*_):
    raise TimeoutError(f"no answer within {SECONDS} s")


def questions(answer):
    signal.signal(signal.SIGALRM, too_slow)
    for path in sorted(QUESTIONS.glob("*.rq")):
        signal.alarm(SECONDS)
        try:
            say(question=path.stem, rows=answer(path.read_text(encoding="utf-8")))
        except Exception as error:  # noqa: BLE001 whatever a library throws is its answer
            say(question=path.stem, error=repr(error)[:300])
        finally:
            signal.alarm(0)


def ask_rdflib():
    import rdflib

    default = str(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    for name, format in [("nt", "nt"), ("ttl", "turtle"), ("rdf", "xml"), ("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")]:
        data = rdflib.Dataset()
        data.parse(RDF / f"graph.{name}", format=format)
        counts = Counter(str(graph or "") for *_, graph in data.quads())
        say(format=name, graphs={"" if graph == default else graph: count for graph, count in counts.items()})
    graph = rdflib.Graph().parse(RDF / "graph.nt", format="nt")
    questions(lambda text: [{str(name): str(value) for name, value in row.asdict().items()} for row in graph.query(text)])


def ask_pyoxigraph():
    import pyoxigraph

    for name in ["nt", "ttl", "rdf", "nq", "trig", "jsonld"]:
        data = pyoxigraph.Store()
        data.load(path=str(RDF / f"graph.{name}"))
        counts = Counter(getattr(quad.graph_name, "value", "") for quad in data)
        say(format=name, graphs=dict(counts))
        if name == "trig":
            whole = pyoxigraph.Dataset(data)
            whole.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
            lines = sorted(f"{quad} .\n" for quad in whole)
            say(hash=hashlib.sha256("".join(lines).encode()).hexdigest())
            store = data

    def answer(text):
        found = store.query(text, use_default_graph_as_union=True)
        names = [variable.value for variable in found.variables]
        return [{name: row[name].value for name in names if row[name] is not None} for row in found]

    questions(answer)


{"rdflib": ask_rdflib, "pyoxigraph": ask_pyoxigraph}[TOOL]()
