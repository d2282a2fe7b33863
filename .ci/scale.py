"""How a build scales: scale.py HONGTU CORPUS WORK [COUNT …]

Builds the graph of COUNT documents (500, 1470 and 5000 where none is given) with one thread, and the largest with two, and prints documents and
megabytes a CPU second, peak memory, the sizes of the outputs, quads, and the time and memory that the first answer takes. CORPUS is a directory of text files; where it
has fewer than COUNT, its documents come again with other place names and numbers, drawn by a seeded generator, so that entities grow as in
reality. The same arguments give the same documents. Each output is removed once it is measured: 5000 documents give some eight gigabytes.
"""

import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

FIRST = "云临清澜江白青金东西南北安平永长海河华新瑞景岚星曲丰宁泰和德昌嘉光惠通武文山石玉明兴建福龙凤"
SECOND = "川州岭陵原阳城江水源泉湖港溪林岗口门桥山台沙田坪浦湾宁远昌平安"


def gazetteer():
    """Names of cities and counties, longest first."""
    rows = pathlib.Path("data/lexicon/places.tsv").read_text(encoding="utf-8").splitlines()
    names = {row.split("\t")[0] for row in rows if row and not row.startswith("#")}
    stems = {name[:-1] for name in names if name[-1] in "市县区" and 3 <= len(name) <= 4}
    return sorted(stems, key=lambda name: (-len(name), name))


def varied(text, pattern, seed):
    """The text with every city's name exchanged for another of the same length, and numbers changed."""
    names = {}
    chance = random.Random(seed)

    def place(match):
        found = match.group(0)
        if found not in names:
            names[found] = "".join(chance.choice(SECOND if at else FIRST) for at in range(len(found)))
        return names[found]

    def number(match):
        digits = match.group(0)
        return digits if len(digits) == 4 and digits[:2] in ("19", "20") else str(chance.randrange(1, 10)) + digits[1:]

    return re.sub(r"\d+", number, pattern.sub(place, text))


def documents(corpus, work, count):
    """COUNT documents in a directory of their own; its path and size in bytes."""
    directory = work / f"in-{count}"
    directory.mkdir(parents=True, exist_ok=True)
    sources = sorted(path for path in corpus.rglob("*.txt"))
    # Every genre and length in the same share, however many there are.
    random.Random(1).shuffle(sources)
    pattern = re.compile("|".join(gazetteer()))
    size = 0
    for number in range(count):
        source = sources[number % len(sources)]
        text = source.read_text(encoding="utf-8")
        if number >= len(sources):
            text = varied(text, pattern, number)
        path = directory / f"{number:05}.txt"
        path.write_text(text, encoding="utf-8")
        size += path.stat().st_size
    return directory, size


def run(arguments):
    """Seconds by the clock, CPU seconds and peak memory in megabytes."""
    begun = time.monotonic()
    child = subprocess.Popen(list(map(str, arguments)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 3):
        sys.exit(f"{' '.join(map(str, arguments))} failed with {child.returncode}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def ask(hongtu, out, question):
    """The command that asks a question of the data set in OUT, whatever it takes."""
    return [hongtu, "query", "--no-inferred", "--timeout", 3600, "--max-memory", 100_000, "--format", "csv", "--data", out, question]


def quads(hongtu, out):
    """The quads of the data set in OUT, in thousands."""
    question = "SELECT (COUNT(*) AS ?quads) { GRAPH ?graph { ?subject ?predicate ?object } }"
    answer = subprocess.run(list(map(str, ask(hongtu, out, question))), capture_output=True, text=True, check=True).stdout
    return int(answer.split()[-1]) // 1000


def main():
    hongtu, corpus, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    counts = list(map(int, sys.argv[4:])) or [500, 1470, 5000]
    print("| documents | MB | threads | wall s | CPU s | documents/CPU s | MB/CPU s | peak MB | graph.json MB | graph.trig MB | documents/ MB | thousand quads | first answer s | its peak MB |")
    print("|" + " --- |" * 14)
    per_document = {}
    for count in counts:
        directory, size = documents(corpus, work, count)
        for threads in [1, 2] if count == counts[-1] else [1]:
            out = work / f"out-{count}-{threads}"
            wall, cpu, peak = run([hongtu, "build", directory, "--out", out, "--threads", threads])
            first, _, held = run(ask(hongtu, out, "SELECT ?s { ?s a ht:Park } LIMIT 1"))
            megabytes = lambda paths: sum(path.stat().st_size for path in paths) / 1e6
            sizes = [megabytes([out / "graph.json"]), megabytes([out / "graph.trig"]), megabytes((out / "documents").iterdir())]
            cells = [count, f"{size / 1e6:.1f}", threads, f"{wall:.1f}", f"{cpu:.1f}", f"{count / cpu:.1f}", f"{size / 1e6 / cpu:.2f}", f"{peak:.0f}"]
            print("| " + " | ".join(map(str, cells + [f"{one:.0f}" for one in sizes] + [quads(hongtu, out), f"{first:.1f}", f"{held:.0f}"])) + " |", flush=True)
            shutil.rmtree(out)
            if threads == 1:
                per_document[count] = cpu / size
    least, most = counts[0], counts[-1]
    print(f"\nCPU time a byte with {most} documents: {per_document[most] / per_document[least]:.2f} times that with {least}")


main()
