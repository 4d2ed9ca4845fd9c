#!/usr/bin/env python3
"""The planner's figures beside their targets, on fresh instances.

usage: bench.py [--program .build/release/dangwu] [--seed bench] [--threads 2] [PART…]
parts: counties limits cities limited-cities province limited-province families replan country (all but country when none is named);
limits: the counties with quotas, levels and limits that may be exceeded at a cost, limited-cities and limited-province the same
HiGHS and CP-SAT run beside the planner where `highspy` and `ortools` are installed and are left out where not. Times
are those of the whole process: start, reading, solving, writing. The country is thirty provinces under thirty codes.
"""
import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import check
import reference

HERE = Path(__file__).resolve().parent
FAMILIES = [["--slack", "0.95"], ["--slack", "1.0"], ["--covers", "0.15"], ["--replan", "0.9"], ["--years", "1"], ["--density", "3"],
            ["--quotas", "0.5", "--levels", "0.2"], ["--soft", "200"], ["--hours", "0.3", "--slack", "1.9"]]


def make(folder, name, *arguments):
    path = folder / f"{name}.json"
    with open(path, "w", encoding="utf-8") as file:
        subprocess.run([sys.executable, HERE / "generate.py", *map(str, arguments)], stdout=file, check=True)
    return path


def run(options, *arguments):
    """(seconds, MiB at most) of one run of the program."""
    begun = time.time()
    process = subprocess.Popen([options.program, "plan", "solve", *map(str, arguments), "--threads", str(options.threads)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, status = 0, None
    # The peak of the process image itself: what wait4 reports would count the interpreter it was forked from.
    while status is None:
        try:
            for line in open(f"/proc/{process.pid}/status", encoding="utf-8"):
                if line.startswith("VmHWM"):
                    peak = max(peak, int(line.split()[1]))
        except OSError:
            pass
        time.sleep(0.02)
        status = process.poll()
    if status:
        raise SystemExit(f"{arguments}: exit {status}")
    return time.time() - begun, peak / 1024


def solve(options, path, seconds, *more, instance=None):
    """One line of the table: time, memory, score, proven bound; the plan is checked."""
    out = path.with_suffix(".plan")
    took, memory = run(options, path, "--seconds", seconds, "--out", out, *more)
    loaded = json.load(open(instance or path, encoding="utf-8"))
    plan = json.load(open(out, encoding="utf-8"))
    errors, report = check.check(loaded, plan)
    if errors:
        raise SystemExit(f"{path}: {errors[:3]}")
    if report["score"] != plan["score"]["unassigned"] + sum(plan["score"][k] for k in ("late", "travel", "opened", "moved", "away")):
        raise SystemExit(f"{path}: the plan's own score is wrong")
    return took, memory, report["score"], plan["bound"], len(loaded["demands"])


def compare(options, folder, name, arguments, seconds, limit):
    path = make(folder, name, *arguments)
    took, memory, score, bound, demands = solve(options, path, seconds)
    line = f"{name:22} {demands:7} {took:6.2f} s {memory:6.0f} MiB  {score:10} gap {100 * (score - bound) / bound:6.2f} %"
    best = optimum(options, path, limit)
    above = None if best is None else 100 * (score - best[0]) / best[0]
    if best:
        line += f"  HiGHS {best[0]:.0f} (≥ {best[1]:.0f}, {best[2]:.1f} s)  {above:+.3f} %"
    elif reference.highspy:
        line += "  HiGHS has not ended"
    other = reference.cpsat(path, options.ortools_seconds, options.threads) if options.ortools_seconds > 0 else None
    if other:
        line += f"  CP-SAT {other[0]:.0f} after {other[2]:.0f} s"
    print(line, flush=True)
    if best is None:
        return took, None
    if bound > best[0] + 0.5:
        raise SystemExit("the bound lies above the optimum")
    return took, above


def optimum(options, path, limit):
    """HiGHS's answer; with a folder of references it is computed once per instance, because it takes minutes for a city."""
    if options.references is None:
        return reference.optimum_or_none(path, limit)
    kept = options.references / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}.json"
    if not kept.exists():
        answer = reference.optimum_or_none(path, limit)
        if answer is None:
            return None
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(answer))
    return json.loads(kept.read_text())


def summary(what, results, seconds, average, most):
    above = [a for _, a in results if a is not None]
    line = f"{what}: longest {max(t for t, _ in results):.2f} s (target ≤ {seconds} s)"
    if above:
        line += f"; above HiGHS {sum(above) / len(above):+.3f} % on average (target ≤ {average}), {max(above):+.3f} % at most (≤ {most})"
    print(line, flush=True)


def counties(options, folder, *more, name="counties"):
    rng = random.Random(options.seed)
    rows = [line.split(",")[0] for line in open(HERE.parent.parent / "config/codes/divisions-shaanxi.csv", encoding="utf-8")]
    codes = rng.sample(sorted(code for code in rows if len(code) == 6), 60)
    results = []
    for code in codes:
        # As many posts as give a county of 600 to 1,500 demands.
        for density in (1.0, 2.0, 3.0, 4.0):
            path = make(folder, f"county-{code}", "--scope", code, "--seed", f"{options.seed}-{code}", "--density", density)
            if 600 <= len(json.load(open(path))["demands"]) <= 1500:
                arguments = ["--scope", code, "--seed", f"{options.seed}-{code}", "--density", density, *more]
                results.append(compare(options, folder, f"county-{code}", arguments, 1.8, 60))
                break
        if len(results) == 20:
            break
    summary(name, results, 2, 0.3, 1)


LIMITS = ["--quotas", 0.5, "--levels", 0.2, "--soft", 200]


def limits(options, folder):
    counties(options, folder, *LIMITS, name="counties with limits")


def cities(options, folder, *more, name="cities"):
    results = []
    for code, density in (("6101", 0.6), ("6103", 1.45), ("6104", 1.0), ("6106", 1.0), ("6109", 1.3)):
        arguments = ["--scope", code, "--seed", f"{options.seed}-{code}", "--density", density, *more]
        results.append(compare(options, folder, f"city-{code}", arguments, 14.5, options.city_limit))
    summary(name, results, 15, 0.5, 0.5)


def limited_cities(options, folder):
    cities(options, folder, *LIMITS, name="cities with limits")


def province(options, folder, *more, name="province"):
    path = make(folder, name.replace(" ", "-"), "--scope", "61", "--seed", options.seed, *more)
    took, memory, score, bound, demands = solve(options, path, 85)
    print(f"{name}: {demands} demands, {took:.1f} s (≤ 90), {memory:.0f} MiB (≤ 1024), {score},"
          f" {100 * (score - bound) / bound:.2f} % above its proven bound {bound} (≤ 1)", flush=True)


def limited_province(options, folder):
    province(options, folder, *LIMITS, name="province with limits")


def families(options, folder):
    for code in ("610528", "6107"):
        for family in FAMILIES:
            arguments = ["--scope", code, "--seed", f"{options.seed}-f", *family]
            compare(options, folder, f"{code} {' '.join(family)}", arguments, 1.8 if len(code) == 6 else 14, 30)


def replan(options, folder):
    path = folder / "province.json"
    if not path.with_suffix(".plan").exists():
        make(folder, "province", "--scope", "61", "--seed", options.seed)
        solve(options, path, 60)
    plan = path.with_suffix(".plan")
    instance = json.load(open(path, encoding="utf-8"))
    gone = random.Random(options.seed).sample([t["id"] for t in instance["trainees"]], len(instance["trainees"]) // 100)
    kept = folder / "before.json"
    os.replace(plan, kept)
    drops = [word for trainee in gone for word in ("--drop", trainee)]
    changed = folder / "changed.json"
    took, memory, _, _, _ = solve(options, path, 4, "--replan-from", kept, "--changed-instance", changed, *drops, instance=changed)
    before = {row["demand"]: row["class"] for row in json.load(open(kept))["assignments"]}
    after = {row["demand"]: row["class"] for row in json.load(open(plan))["assignments"]}
    others = {d["id"] for d in json.load(open(changed))["demands"]}
    moved = sum(before.get(d) != after.get(d) for d in others)
    print(f"replanning, {len(gone)} drop out: {took:.2f} s (≤ 5), {memory:.0f} MiB,"
          f" {100 * moved / len(others):.2f} % of the others move (≤ 3)", flush=True)


def country(options, folder):
    """Thirty provinces, each from its own seed and under its own code, in one file."""
    path = folder / "country.json"
    parts = {"trainees": [], "demands": [], "classes": [], "covers": []}
    for number in range(30):
        source = make(folder, "part", "--scope", "61", "--seed", f"{options.seed}-{number}")
        text = source.read_text(encoding="utf-8").replace('"61', f'"{number + 10}')
        for letter in "tdc":
            text = text.replace(f'"{letter}0', f'"{letter}{number + 10}-0')
        part = json.loads(text.replace('"v61', f'"v{number + 10}').replace('"s61', f'"s{number + 10}'))
        for key, rows in parts.items():
            rows += part[key]
        whole = {key: value for key, value in part.items() if key not in parts}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({**whole, **parts}, file, ensure_ascii=False, separators=(",", ":"))
    del parts
    took, memory, score, bound, demands = solve(options, path, options.country_seconds)
    print(f"country: {demands} demands, {took:.0f} s ({1000 * took / demands:.2f} ms a demand), {memory:.0f} MiB (≤ 12288),"
          f" {score}, {100 * (score - bound) / bound:.2f} % above its proven bound", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/dangwu")
    parser.add_argument("--seed", default="bench")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--city-limit", type=float, default=600, help="seconds for HiGHS on a city")
    parser.add_argument("--country-seconds", type=float, default=900)
    parser.add_argument("--ortools-seconds", type=float, default=10, help="seconds for CP-SAT on each instance; 0: without")
    parser.add_argument("--references", type=Path, help="folder in which HiGHS's answers are kept from run to run")
    parser.add_argument("parts", nargs="*", default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parts = {"counties": counties, "limits": limits, "cities": cities, "limited-cities": limited_cities, "province": province,
                 "limited-province": limited_province, "replan": replan, "families": families, "country": country}
        for part in options.parts or [part for part in parts if part != "country"]:
            parts[part](options, Path(folder))


if __name__ == "__main__":
    main()
