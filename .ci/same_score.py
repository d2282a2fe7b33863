"""Fails where `hongtu score` and the reference scorer differ over annotated documents: same_score.py HONGTU GOLD WORK."""

import json
import pathlib
import subprocess
import sys

hongtu, gold, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def run(*command):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


pairs = []
for annotated in sorted((gold / "dev").glob("*.ann")):
    out = work / "dev" / annotated.stem
    run(hongtu, "build", annotated.with_suffix(".txt"), "--out", out)
    pairs += [out / "graph.json", annotated]
reference = json.loads(run(sys.executable, gold / "score.py", "--json", *pairs))
ours = json.loads(run(hongtu, "score", "--json", "--gold", gold / "dev"))
for name, figures in sorted(reference.items()):
    for key, value in figures.items():
        if abs(ours.get(name, {}).get(key, 0) - value) > 1e-6:
            sys.exit(f"{name} {key}: the reference scorer says {value}, hongtu {ours.get(name, {}).get(key)}")
for name in ("entity", "relation", "target", "status of right relations", "speaker of right relations"):
    print(f"{name:28} F1 {reference[name]['f1']:.3f}")
