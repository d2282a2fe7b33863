"""Builds the samples with one thread and with four, in two orders, and fails where a byte differs: same_bytes.py HONGTU WORK."""

import pathlib
import subprocess
import sys

hongtu, work = sys.argv[1], pathlib.Path(sys.argv[2])
samples = sorted(map(str, pathlib.Path("data/samples").glob("*.txt")))
for name, paths, threads in [("one", samples, "1"), ("four", samples[::-1], "4")]:
    subprocess.run([hongtu, "build", *paths, "--out", work / name, "--threads", threads], check=True, stdout=subprocess.DEVNULL)
written = [path.relative_to("output") for pattern in ("graph.*", "report.md", "manifest.json", "documents/*") for path in pathlib.Path("output").glob(pattern)]
for file in sorted(written):
    for name in ("one", "four"):
        if (work / name / file).read_bytes() != ("output" / file).read_bytes():
            sys.exit(f"{file} of the build with {name} thread(s) has other bytes")
print("the same bytes with 1 and 4 threads, forwards and backwards")
