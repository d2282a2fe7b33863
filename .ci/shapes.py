"""Checks that pySHACL finds what hongtu finds, and nothing else: shapes.py HONGTU OUTPUT.

Every planted error of tests/shapes, and the data set in OUTPUT, which breaks no shape.
"""

import pathlib
import subprocess
import sys

import pyshacl
import rdflib
from rdflib.namespace import SH

hongtu, output = sys.argv[1], pathlib.Path(sys.argv[2])
shapes = rdflib.Graph()
for path in sorted(pathlib.Path("ontology/shapes").glob("*.ttl")):
    shapes.parse(path)


def results(report):
    parts = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
    return sorted(tuple(str(report.value(result, part)) for part in parts) for result in report.objects(None, SH.result))


def compare(path, data):
    _, theirs, _ = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=False, advanced=False)
    told = subprocess.run([hongtu, "validate", path, "--format", "shacl"], capture_output=True, encoding="utf-8")
    assert told.returncode in (0, 1) and not told.stderr, told.stderr
    ours = results(rdflib.Graph().parse(data=told.stdout, format="nt"))
    theirs = results(theirs)
    assert ours == theirs, f"{path}\nhongtu {ours}\npySHACL {theirs}"
    return len(ours)


planted = sorted(pathlib.Path("tests/shapes").glob("*.ttl"))
found = {path.stem: compare(path, rdflib.Graph().parse(path)) for path in planted}
assert found.pop("sound") == 0 and all(found.values()), found
triples = subprocess.run([hongtu, "export", output, "--format", "nt"], capture_output=True, encoding="utf-8", check=True).stdout
assert compare(output, rdflib.Graph().parse(data=triples, format="nt")) == 0, "the data set breaks a shape"
print(f"{len(found)} planted errors, {sum(found.values())} violations: hongtu and pySHACL agree; the data set keeps all shapes")
