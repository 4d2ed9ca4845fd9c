#!/usr/bin/env python3
"""Holds the API to its own document: schemathesis against a server on a throw-away database with a few facts in it.

usage: run.py [--minutes 10] [--program .build/debug/dangwu] [--seed N] [--keep] [schemathesis options…]
The time is cut into rounds of some two minutes, each with its own seed and token: as an administrator of the whole tree,
the last as an ordinary member. schemathesis is installed into .build/schemathesis, or named by SCHEMATHESIS. What it expects wrongly
is in schemathesis.toml with the reason. Ends with 1 when anything failed, an internal error was logged or the server
ended.
"""
import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import facts

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VERSION = "schemathesis>=4.32,<5"


def installed():
    """The program, installed on first use."""
    if os.environ.get("SCHEMATHESIS"):
        return os.environ["SCHEMATHESIS"]
    folder = ROOT / ".build" / "schemathesis"
    program = folder / "bin" / "schemathesis"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", VERSION], check=True)
    return str(program)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The program with a state folder of its own, serving on a free port."""

    def __init__(self, program, folder):
        self.program, self.port = program, free_port()
        self.log = folder / "server.log"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DANGWU_")}
        self.environment.pop("DATABASE_URL", None)
        self.environment |= {
            "DANGWU_STATE": str(folder / "state"), "DANGWU_THROWAWAY": "1", "DANGWU_LANG": "en",
            "DANGWU_HTTP_PORT": str(self.port), "DANGWU_NOTICES_EVERY_MINUTES": "0",
        }
        self.url = f"http://127.0.0.1:{self.port}"

    def command(self, *words):
        done = subprocess.run([self.program, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)}: {done.stderr}")
        return done.stdout

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve"], cwd=ROOT, env=self.environment, stdout=open(self.log, "w"), stderr=subprocess.STDOUT)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("the server does not start: " + self.log.read_text())

    def stop(self):
        """Ends the server and its database; true when it was still running."""
        running = self.process.poll() is None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        subprocess.run([self.program, "local", "stop"], cwd=ROOT, env=self.environment, capture_output=True)
        return running

    def token(self, name, role, scope="61"):
        return self.command("token", "issue", "--name", name, "--role", role, "--scope", scope).strip()


def settings(folder, known, scope):
    """schemathesis.toml, the path to work below (any other is refused before anything else), and values that name what
    is there: most requests would otherwise end at 404."""
    lines = [(HERE / "schemathesis.toml").read_text(), ""]
    for name, values in known.items():
        lines.append(f"[dictionaries.{name}]\nvalues = {json.dumps(values)}\n")
    lines += ["[parameters]", f'"header.Dangwu-Scope" = "{scope}"']
    for name in known:
        for place in facts.PLACES.get(name, [f"path.{name}", f"query.{name}", f"body.{name}"]):
            lines.append(f'"{place}" = {{ dictionary = "{name}", probability = 0.7 }}')
    path = folder / "settings.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--program", default=str(ROOT / ".build" / "debug" / "dangwu"))
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs and reports")
    options, more = parser.parse_known_args()
    program, folder = installed(), Path(tempfile.mkdtemp(prefix="dangwu-schemathesis-"))
    # The database server runs as another user when this one is root.
    folder.chmod(0o755)
    server, failed = Server(options.program, folder), []
    first = options.seed if options.seed is not None else random.randrange(1_000_000)
    try:
        facts.tree(server, folder)
        server.start()
        known = facts.fill(server)
        rounds = max(2, round(options.minutes / 2))
        for number in range(rounds):
            role, seed = "administrator" if number + 1 < rounds else "member", first + number
            token = server.token(f"{role} {seed}", role, "61" if role == "administrator" else facts.BRANCH)
            config = settings(folder, known, "61." if role == "administrator" else facts.BRANCH_PATH)
            print(f"== {role}, seed {seed}", flush=True)
            done = subprocess.run(
                [program, "--config-file", config, "run", server.url + "/openapi.json", "-H", f"Authorization: Bearer {token}",
                 "--checks", "all", "--mode", "all", "--seed", str(seed), "--max-time", str(int(options.minutes * 60 / rounds)),
                 "--continue-on-failure", "--no-color", "--report", "json", "--report-json-path", folder / f"{role}-{seed}.json", *more],
                cwd=folder)
            if done.returncode:
                failed.append(f"{role} with seed {seed}")
    finally:
        if hasattr(server, "process") and not server.stop():
            failed.append("the server ended")
    if "internal error" in server.log.read_text():
        failed.append("internal errors in the log")
    print("failed: " + ", ".join(failed) if failed else "the API holds to its document")
    if options.keep or failed:
        print(f"logs and reports: {folder}")
    else:
        shutil.rmtree(folder)
    sys.exit(1 if failed else 0)


main()
