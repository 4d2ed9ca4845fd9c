"""Kills the program, its database or both at random moments under writers, and counts what is there afterwards.

With fsync on. A write counts as acknowledged when its answer came back with 200 or 204; one whose answer did not come is
sent again under its Idempotency-Key until it is. Every writer marks a session of its own, each batch differing from the one
before, so that the number of revisions is the number of writes: one less is a lost write, one more a write done twice.
"""
import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tools/schemathesis"))
from server import Server  # noqa: E402

TREE = "code,parent_code,level,name\n61,,province,陕西省\n6101,61,city,西安市\n610116,6101,county,长安区\n" \
    "610116001,610116,township,韦曲街道\n610116001001,610116001,village,东社区\n610116001002,610116001,village,西社区\n"
PEOPLE = "organisation,name,sex,birth_date,since,title,tenure_since,synthetic\n" \
    "610116001001,测试甲,male,1970-01-01,2005-07-01,secretary,2012-01-01,true\n" \
    "610116001002,测试乙,female,1971-01-01,2005-07-01,secretary,2012-01-01,true\n"


def prepare(server, folder):
    """A class under way with two people, and the token of a registrar."""
    for name, text, words in [("tree", TREE, ["org", "import"]), ("people", PEOPLE, ["person", "import"])]:
        path = folder / f"{name}.csv"
        path.write_text(text)
        more = ["--divisions", "--since", "2000-01-01"] if name == "tree" else []
        server.command(*words, str(path), *more)
    people = [person["id"] for person in json.loads(server.command("person", "list", "--format", "json"))["items"]]
    server.command(
        "class", "create", "--host", "610116", "--code", "c", "--name", "c", "--field", "rural", "--field", "community",
        "--starts", "2014-09-01", "--ends", "2014-09-05", "--minimum", "1", "--capacity", "9", "--venue", "v")
    server.command("class", "announce", "c")
    server.command("class", "enrol", "c", *people)
    server.command("class", "start", "c")
    return people, server.token("writer", "registrar", "610116")


class Writer(threading.Thread):
    def __init__(self, server, token, people, session):
        super().__init__(daemon=True)
        self.server, self.token, self.people, self.session = server, token, people, session
        self.acknowledged, self.repeated, self.pausing, self.ending = 0, 0, threading.Event(), False
        self.idle = threading.Event()

    def run(self):
        while not self.ending:
            if self.pausing.is_set():
                self.idle.set()
                time.sleep(0.01)
                continue
            self.idle.clear()
            first = True
            while not self.send() and not self.ending:
                self.repeated += first
                first = False
                time.sleep(0.05)
            self.acknowledged += 1

    def send(self):
        mark = "present" if self.acknowledged % 2 == 0 else "late"
        body = json.dumps({"marks": [{"person": person, "mark": mark} for person in self.people]})
        headers = {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
            "Idempotency-Key": f"{self.session}-{self.acknowledged}",
        }
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=40)
            connection.request("POST", f"/v1/classes/c/sessions/{self.session}/marks", body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return False
        if answer.status in (200, 204):
            return True
        if answer.status == 503:
            return False
        raise SystemExit(f"{answer.status} {text}")


def database(server):
    """The processes of the private cluster, the first of them its postmaster."""
    pid_file = Path(server.environment["DANGWU_STATE"]) / "postgres/postmaster.pid"
    try:
        postmaster = int(pid_file.read_text().split()[0])
    except (OSError, IndexError):
        return []
    children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True).stdout.split()
    return [postmaster, *map(int, children)]


def kill(processes):
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


def revisions(server, session):
    rows = json.loads(server.command("attendance", "list", "c", "--format", "json"))["items"]
    return {row["revision"] for row in rows if row["session"] == session} or {0}


def settle(server):
    """Waits until the server answers again."""
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    raise SystemExit("the server does not come back: " + server.log.read_text()[-2000:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / ".build/release/dangwu"))
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="dangwu-crash-", dir="/tmp"))
    folder.chmod(0o755)
    server = Server(options.program, folder)
    del server.environment["DANGWU_THROWAWAY"]
    people, token = prepare(server, folder)
    server.start()
    writers = [Writer(server, token, people, session + 1) for session in range(options.writers)]
    for writer in writers:
        writer.start()
    table = {kind: [0, 0, 0, 0, 0] for kind in ("program", "database", "both at once")}
    wrong = 0
    for number in range(options.kills):
        kind = list(table)[number % len(table)]
        before = [(writer.acknowledged, writer.repeated) for writer in writers]
        time.sleep(chance.uniform(0.05, 1.0))
        if kind != "program":
            victims = database(server)
        if kind == "both at once":
            kill([server.process.pid, *victims])
        elif kind == "program":
            kill([server.process.pid])
        else:
            kill(victims)
        if kind != "database":
            server.process.wait()
            server.start()
        settle(server)
        for writer in writers:
            writer.pausing.set()
        for writer in writers:
            if not writer.idle.wait(60):
                raise SystemExit("a writer does not get through: " + server.log.read_text()[-2000:])
        row = table[kind]
        row[0] += 1
        for writer, (acknowledged, repeated) in zip(writers, before):
            row[1] += writer.acknowledged - acknowledged
            row[2] += writer.repeated - repeated
            found = revisions(server, writer.session)
            if found != {writer.acknowledged}:
                wrong += 1
                row[3] += max(0, writer.acknowledged - max(found))
                row[4] += max(0, max(found) - writer.acknowledged)
                print(f"kill {number}, session {writer.session}: {writer.acknowledged} acknowledged, revisions {found}")
        for writer in writers:
            writer.idle.clear()
            writer.pausing.clear()
        print(f"\r{number + 1} of {options.kills}", end="", file=sys.stderr, flush=True)
    for writer in writers:
        writer.ending = True
    server.stop()
    print(file=sys.stderr)
    print(f"{'killed':14}{'kills':>7}{'acknowledged':>14}{'sent again':>12}{'lost':>6}{'twice':>7}")
    for kind, row in table.items():
        print(f"{kind:14}{row[0]:7}{row[1]:14}{row[2]:12}{row[3]:6}{row[4]:7}")
    print(f"seed {options.seed}, {options.writers} writers, fsync on")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
