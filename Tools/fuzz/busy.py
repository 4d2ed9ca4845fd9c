#!/usr/bin/env python3
"""Keeps a server busy with eight plans and eight imports of 50 MB at once, and measures how long /healthz takes meanwhile.

usage: busy.py [--program .build/release/dangwu] [--seconds 20]
"""
import argparse
import json
import multiprocessing
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.append(str(ROOT / "Tools" / "schemathesis"))
import facts
from server import Server

import sender
from run import megabytes, quantile

CODES = ROOT / "config" / "codes" / "divisions-shaanxi.csv"
LARGE = 50_000_000


def sheet(codes, size=None):
    """Secretaries of the villages, repeated with new names until the sheet is as large as asked."""
    lines = ["organisation,name,sex,birth_date,since,title,tenure_since,status,synthetic"]
    length, turn = len(lines[0]), 0
    while turn == 0 or (size and length < size):
        for code in codes:
            lines.append(f"{code},书记{turn},男,1975-03-07,2005-07-01,{'secretary' if not turn else ''},{'2012-01-01' if not turn else ''},full,true")
            length += len(lines[-1].encode()) + 1
            if size and length >= size:
                break
        turn += 1
    return "\n".join(lines).encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build" / "release" / "dangwu"))
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dangwu-busy-"))
    folder.chmod(0o755)
    server = Server(options.program, folder)
    server.environment["DANGWU_HTTP_BODY_LIMIT_BYTES"] = str(64_000_000)
    server.command("org", "import", str(CODES), "--divisions", "--since", "1997-05-19")
    codes = [line.split(",")[0] for line in CODES.read_text().splitlines()[1:]]
    villages = [code for code in codes if len(code) == 12]
    stop, results, answers = multiprocessing.Event(), multiprocessing.Queue(), Counter()
    try:
        server.start()
        client = facts.Client(server)
        client.send("POST", "/v1/imports/people", sheet(villages).decode(), "text/csv")
        client.send("POST", "/v1/cycles", {"key": "shaanxi-2014", "organisation": "61"})
        client.send("POST", "/v1/calendars", {"from": "2014-06-02", "through": "2015-06-02", "scope": "610116", "accept": True})
        large, token = sheet(villages, LARGE), client.token.encode()
        plan = json.dumps({"as_of": "2014-05-20", "seconds": 10}).encode()
        head = b" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + b"\r\nContent-Type: "

        def again(name, text):
            while not stop.is_set():
                try:
                    connection = socket.create_connection(("127.0.0.1", server.port), timeout=90)
                    connection.sendall(text)
                    answers[name, sender.Reader(connection).answer("POST")[0]] += 1
                    connection.close()
                except OSError as error:
                    answers[name, type(error).__name__] += 1

        post = lambda path, type, body: b"POST " + path + head + type + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        work = [("plan", post(b"/v1/plans/proposals", b"application/json", plan))] * 8
        work += [("import", post(b"/v1/imports/people?dry_run=true", b"text/csv", large))] * 8
        prober = multiprocessing.Process(target=sender.probe, args=(server.port, results, stop))
        prober.start()
        threads = [threading.Thread(target=again, args=item, daemon=True) for item in work]
        for thread in threads:
            thread.start()
        end, memory = time.time() + options.seconds, []
        while time.time() < end:
            memory.append(megabytes(server.process.pid))
            time.sleep(0.2)
        stop.set()
        _, times, failed = results.get(timeout=60)
        prober.join(20)
        for (name, status), count in sorted(answers.items(), key=str):
            print(f"{name + ' answered ' + str(status):32}{count:>12}")
        print(f"{'memory, largest (MB)':32}{max(memory):>12.0f}")
        print(f"{'/healthz asked, not answered':32}{f'{len(times)}, {failed}':>12}")
        for name, share in [("p50", 0.5), ("p99", 0.99), ("largest", 1)]:
            print(f"{'/healthz ' + name + ' (ms)':32}{quantile(times, share) * 1000:>12.1f}")
    finally:
        stop.set()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed or max(times) > 0.1 else 0)


if __name__ == "__main__":
    main()
