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
import subprocess
import sys
import tempfile
from pathlib import Path

import facts
from server import Server

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


if __name__ == "__main__":
    main()
