#!/usr/bin/env python3
"""Sends requests made from the OpenAPI document, mutated to extremes, over all routes and roles to a server on a
throw-away database, many at a time, and watches it: it never ends, answers no 500, stays within its memory, and answers
/healthz in time throughout.

usage: run.py [--requests 100000] [--program .build/release/dangwu] [--seed N] [--senders 4] [--keep]
Prints a table. Ends with 1 when anything of that failed; the requests that did are printed.
"""
import argparse
import json
import multiprocessing
import queue
import random
import shutil
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.append(str(ROOT / "Tools" / "schemathesis"))
import facts
from server import Server

import sender

MOST_MEGABYTES, MOST_MILLISECONDS = 300, 100


def megabytes(process):
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--program", default=str(ROOT / ".build" / "release" / "dangwu"))
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("--keep", action="store_true", help="keep the folder with the log")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1_000_000)
    folder = Path(tempfile.mkdtemp(prefix="dangwu-fuzz-"))
    # The database server runs as another user when this one is root.
    folder.chmod(0o755)
    server = Server(options.program, folder)
    # Refusals are what is asked for here.
    server.environment |= {"DANGWU_HTTP_WRONG_TOKENS_PER_MINUTE": "0", "DANGWU_HTTP_REFUSALS_PER_MINUTE": "0"}
    failures, stop = [], multiprocessing.Event()
    try:
        facts.tree(server, folder)
        server.start()
        known = facts.fill(server)
        with urllib.request.urlopen(server.url + "/openapi.json") as answer:
            document = json.load(answer)
        operations = sum(map(len, document["paths"].values()))
        tokens = {"nobody": b"dangwu_wrong"}
        for role in ["administrator", "registrar", "clerk", "reviewer", "auditor", "viewer"]:
            tokens[role] = server.token(role, role).encode()
        tokens["clerk of a township"] = server.token("township", "clerk", "610116001").encode()
        tokens["member"] = server.token("member", "member", facts.BRANCH).encode()
        results, begun = multiprocessing.Queue(), time.time()
        share = options.requests // options.senders
        processes = [multiprocessing.Process(
            target=sender.send, args=(server.port, document, known, tokens, seed + number, share, results, stop)) for number in range(options.senders)]
        others = [
            multiprocessing.Process(target=sender.annoy, args=(server.port, tokens, seed, results, stop)),
            multiprocessing.Process(target=sender.probe, args=(server.port, results, stop))]
        print(f"seed {seed}, {options.requests} requests over {operations} operations, {len(tokens)} tokens", flush=True)
        for process in processes + others:
            process.start()
        statuses, routes, bad, done, cut, memory, seconds = Counter(), Counter(), [], 0, 0, [], 0
        left, health, annoyed, silent = options.senders, None, None, 0
        while left or health is None or annoyed is None:
            if server.process.poll() is not None and not stop.is_set():
                failures.append("the server ended")
                stop.set()
            elif server.process.poll() is None:
                memory.append(megabytes(server.process.pid))
            try:
                result = results.get(timeout=0.5)
            except queue.Empty:
                # A sender that ended without its result would be waited for without an end.
                if left and not any(process.is_alive() for process in processes) and results.empty():
                    silent += 1
                    if silent > 20:
                        failures.append(f"{left} senders ended without a result")
                        left = 0
                        stop.set()
                continue
            if result[0] == "sent":
                left -= 1
                done, cut, seconds = done + result[1], cut + result[5], time.time() - begun
                statuses.update(result[2])
                routes.update(result[3])
                bad += result[4]
                if not left:
                    stop.set()
            elif result[0] == "health":
                health = result[1:]
            else:
                annoyed = result[1]
        stop.set()
        for process in processes + others:
            process.join(20)
        times, failed = health
        worst = max(times, default=0) * 1000
        rows = [
            ("requests answered", f"{done}"), ("a second", f"{done / max(seconds, 0.001):.0f}"),
            ("operations reached", f"{len(routes)} of {operations}"), ("broken or slow connections", f"{annoyed}"), ("connections cut off", f"{cut}"),
            *((f"answers {status}", f"{count}") for status, count in sorted(statuses.items())),
            ("memory, largest (MB)", f"{max(memory, default=0):.0f}"),
            ("/healthz asked", f"{len(times)}"), ("/healthz not answered", f"{failed}"),
            ("/healthz p50 (ms)", f"{quantile(times, 0.5) * 1000:.1f}"), ("/healthz p99 (ms)", f"{quantile(times, 0.99) * 1000:.1f}"),
            ("/healthz largest (ms)", f"{worst:.1f}"),
        ]
        for name, value in rows:
            print(f"{name:32}{value:>14}")
        seen = set()
        for status, role, text, answer in bad:
            place = text.split("\r\n")[0].split("?")[0][:60]
            if (status, place) in seen:
                continue
            seen.add((status, place))
            print(f"\n== {status} as {role}\n{text[:1500]}\n-- {answer[:400]}")
        if bad:
            failures.append(f"{len(bad)} answers that must not be")
        if max(memory, default=0) > MOST_MEGABYTES:
            failures.append(f"more than {MOST_MEGABYTES} MB")
        if worst > MOST_MILLISECONDS or failed:
            failures.append(f"/healthz took more than {MOST_MILLISECONDS} ms")
        # Each is drawn by chance: of a hundred requests for each, none is left out.
        if done > 100 * operations and len(routes) < operations:
            failures.append("operations that no request reached")
        if done < share * options.senders * 0.99:
            failures.append("not every request was answered")
    finally:
        stop.set()
        if hasattr(server, "process") and not server.stop() and "the server ended" not in failures:
            failures.append("the server ended")
    log = server.log.read_text(errors="replace")
    if "internal error" in log or "Fatal error" in log:
        failures.append("internal errors in the log")
        print("\n".join(line for line in log.splitlines() if "error" in line)[:4000])
    print("failed: " + ", ".join(failures) if failures else "nothing failed")
    if options.keep or failures:
        print(f"log: {server.log}")
    else:
        shutil.rmtree(folder)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
