"""Load on `hongtu serve`: `run.py HONGTU DIR [SECONDS]`. Needs wrk (Debian has it).

32 clients ask for entity pages, chosen evenly from all, while endless queries run beside them. Fails where one page in a hundred takes
longer than 50 ms, where an endless query is not stopped, or where the server takes more memory than the data and its bounds explain."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

SLOWEST = 50.0  # ms, at the 99th percentile
CLIENTS = 32
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"


def memory(process: subprocess.Popen, what: str) -> int:
    """Megabytes: VmRSS as it is, VmHWM at its height."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"{what}:\s+(\d+)", status)[1]) // 1024


def ask(address: str, query: str) -> tuple[int, float]:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(f"{address}sparql?query={urllib.parse.quote(query)}", timeout=120) as answer:
            return answer.status, time.monotonic() - began
    except urllib.error.HTTPError as error:
        return error.code, time.monotonic() - began


def press(address: str, ids: list[str], seconds: int) -> tuple[float, float]:
    """The time of the 99th percentile in ms, and the pages a second."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
        names.write("\n".join(ids))
        names.flush()
        script = str(pathlib.Path(__file__).with_name("entities.lua"))
        command = ["wrk", "--latency", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "-s", script, address, "--", names.name]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(told)
    if "Non-2xx" in told:
        sys.exit("some pages were no answers")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit], float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def main() -> None:
    hongtu, directory = sys.argv[1:3]
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    began = time.monotonic()
    command = [hongtu, "serve", directory, "--addr", "127.0.0.1:0", "--timeout", "5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            loaded = memory(server, "VmRSS")
            print(f"listens after {time.monotonic() - began:.1f} s with {loaded} MB ({memory(server, 'VmHWM')} MB at its height)")
            entities = json.loads((pathlib.Path(directory) / "graph.json").read_bytes())["entities"]
            ids = [entity["id"] for entity in entities]
            alone, rate = press(address, ids, seconds)
            answers: list[tuple[int, float]] = []
            endless = [threading.Thread(target=lambda query=query: answers.append(ask(address, query))) for query in (ENDLESS, LARGE)]
            for thread in endless:
                thread.start()
            beside, _ = press(address, ids, 5)
            for thread in endless:
                thread.join()
            height = memory(server, "VmHWM")
            print(f"99 of 100 entity pages within {alone:.1f} ms ({rate:.0f} a second), within {beside:.1f} ms beside endless queries")
            print("endless queries: " + ", ".join(f"{status} after {took:.1f} s" for status, took in answers))
            print(f"memory at its height: {height} MB")
        finally:
            server.kill()
    if alone > SLOWEST:
        sys.exit(f"99 of 100 pages are to take less than {SLOWEST} ms")
    if any(status not in (413, 503) for status, _ in answers):
        sys.exit("endless queries are to be stopped")


main()
