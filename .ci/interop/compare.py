"""Compares what other software counted and answered with what hongtu does: compare.py EXPECTED KNOWN RECORDS...

EXPECTED and RECORDS hold a JSON record a line: {tool, format, graphs} for counts, {tool, question, rows | error} for answers, {tool, hash}.
KNOWN is a JSON list of {tool, question, why}: what a tool is known not to answer; one that is answered after all is told, so that the list stays true.
"""

import json
import pathlib
import re
import sys
from collections import Counter

expected_path, known_path, *record_paths = map(pathlib.Path, sys.argv[1:])


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("{")]


def plain(value):
    """A cell without what engines are free to choose: the spelling of numbers, the order in a joined list."""
    try:
        return f"{float(value):.6g}"
    except ValueError:
        return "、".join(sorted(re.split("[、?]", value)))


def rows_of(rows):
    return Counter(tuple(sorted((name, plain(value)) for name, value in row.items() if value != "")) for row in rows)


expected = records(expected_path)
counts = {record["format"]: record["graphs"] for record in expected if "format" in record}
answers = {record["question"]: rows_of(record["rows"]) for record in expected if "question" in record}
hashes = {record["hash"] for record in expected if "hash" in record}
known = {(entry["tool"], entry["question"]): entry["why"] for entry in json.loads(known_path.read_text(encoding="utf-8"))}

problems, table, met = [], {}, set()
for record in (record for path in record_paths for record in records(path)):
    tool = record["tool"]
    formats, right, excused = table.setdefault(tool, ([], [], []))
    if "hash" in record:
        if record["hash"] not in hashes:
            problems.append(f"{tool}: the canonical hash is {record['hash']}, not {hashes}")
    elif "format" in record:
        if record["graphs"] == counts[record["format"]]:
            formats.append(record["format"])
        else:
            problems.append(f"{tool}: {record['format']} has {record['graphs']}, not {counts[record['format']]}")
    else:
        question = record["question"]
        same = "error" not in record and rows_of(record["rows"]) == answers[question]
        why = known.get((tool.split()[0], question))
        if same and why:
            # No failure: whether such a question goes wrong may depend on the data.
            right.append(question)
            print(f"{tool}: {question} is answered after all; perhaps strike it from {known_path}")
        elif same:
            right.append(question)
        elif why:
            excused.append(question)
        else:
            said = record.get("error") or f"{len(record['rows'])} rows, {sum(answers[question].values())} expected"
            problems.append(f"{tool}: {question}: {said}")
            if "rows" in record:
                differing = rows_of(record["rows"]) - answers[question], answers[question] - rows_of(record["rows"])
                problems += [f"    {sign} {dict(row)}" for sign, side in zip("+-", differing) for row in list(side)[:2]]

for tool, (formats, right, excused) in sorted(table.items()):
    note = f", {len(excused)} known not to be ({' '.join(excused)})" if excused else ""
    asked = f"  {len(right)} of {len(answers)} questions answered alike{note}" if right else ""
    print(f"{tool:14} loads {' '.join(dict.fromkeys(formats)):28}{asked}")
if problems:
    sys.exit("\n".join(problems))
