#!/usr/bin/env python3
"""Check a rotation plan against its instance and print its score.

usage: check.py INSTANCE.json PLAN.json
Exit status 0 when the plan is valid, 1 when it is not, 2 when a file cannot be read.
The rules are those of Sources/Server/Dangwu.docc/Planning.md.
"""
import json
import sys
from collections import Counter, defaultdict
from datetime import date


def day(text):
    return date.fromisoformat(text).toordinal()


def tier(place, host):
    """0 in the same county, 1 the same city, 2 the same province, 3 otherwise."""
    for nearness, length in enumerate((6, 4, 2)):
        if min(len(place), len(host)) >= length and place[:length] == host[:length]:
            return nearness
    return 3


def find_seats(places, capacity, quotas):
    """Whether everybody finds a seat: of the smallest scope of the quotas that has one left, or an open one."""
    left = [quota["seats"] for quota in quotas]
    seats = capacity - sum(left)
    for place in places:
        fitting = [i for i, quota in enumerate(quotas) if place.startswith(quota["scope"]) and left[i] > 0]
        if fitting:
            left[max(fitting, key=lambda i: len(quotas[i]["scope"]))] -= 1
        else:
            seats -= 1
    return seats >= 0


def check(instance, plan):
    trainees = {t["id"]: t for t in instance["trainees"]}
    demands = {d["id"]: d for d in instance["demands"]}
    classes = {c["id"]: c for c in instance["classes"]}
    spans = {c["id"]: (day(c["start"]), day(c["end"])) for c in instance["classes"]}
    blocked = {t["id"]: [(day(a), day(b)) for a, b in t.get("unavailable", [])] for t in instance["trainees"]}
    weights = instance["weights"]
    errors = []
    chosen = {}
    for row in plan["assignments"]:
        d, c = row["demand"], row["class"]
        if d not in demands or c not in classes:
            errors.append(f"unknown id in {row}")
        elif d in chosen:
            errors.append(f"{d} assigned twice")
        else:
            chosen[d] = c

    size = Counter(chosen.values())
    by_trainee, places = defaultdict(list), defaultdict(list)
    for d, c in chosen.items():
        demand, klass = demands[d], classes[c]
        trainee = trainees[demand["trainee"]]
        start, end = spans[c]
        by_trainee[demand["trainee"]].append((start, end, c))
        if demand["kind"] not in klass["kinds"] or trainee["domain"] not in klass["domains"] or not trainee["place"].startswith(klass["scope"]):
            errors.append(f"{d}: {c} does not admit it")
        if demand.get("accepts") is not None and klass.get("level") and klass["level"] not in demand["accepts"]:
            errors.append(f"{d}: a class of level {klass['level']} does not count for it, as {c} is")
        if klass.get("minutes") is not None and klass["minutes"] < (demand.get("minutes") or 0):
            errors.append(f"{d}: {c} has {klass['minutes']} minutes, {demand['minutes']} are needed")
        if c in (trainee.get("excluded") or ()):
            errors.append(f"{d}: {demand['trainee']} is excluded from {c}")
        places[c].append(trainee["place"])
        if start < day(demand["earliest"]):
            errors.append(f"{d}: {c} starts before {demand['earliest']}")
        if demand.get("hard_due") and end > day(demand["due"]):
            errors.append(f"{d}: {c} ends after the hard due day {demand['due']}")
        if any(start <= b and a <= end for a, b in blocked[demand["trainee"]]):
            errors.append(f"{d}: {demand['trainee']} is unavailable during {c}")
    for t, spans_of in by_trainee.items():
        spans_of.sort()
        for (a, b, c), (a2, b2, c2) in zip(spans_of, spans_of[1:]):
            if a2 <= b:
                errors.append(f"{t}: {c} and {c2} overlap")
    for c, n in size.items():
        if n > classes[c]["capacity"]:
            errors.append(f"{c}: {n} trainees, capacity {classes[c]['capacity']}")
        if n < classes[c]["minimum"] and not classes[c].get("committed"):
            errors.append(f"{c}: {n} trainees, minimum {classes[c]['minimum']}")
        if classes[c].get("quotas") and not find_seats(places[c], classes[c]["capacity"], classes[c]["quotas"]):
            errors.append(f"{c}: seats kept for others are taken")

    cost = Counter()
    for cover in instance.get("covers", []):
        delta = Counter()
        for t in cover["members"]:
            for a, b, _ in by_trainee.get(t, ()):
                delta[a] += 1
                delta[b + 1] -= 1
        away, before, excess = 0, None, cover.get("excess_cost")
        for when in sorted(delta):
            if excess is not None and before is not None:
                cost["away"] += excess * (when - before) * max(0, away - cover["limit"])
            before = when
            away += delta[when]
            if excess is None and away > cover["limit"]:
                errors.append(f"cover {cover['id']}: {away} away on {date.fromordinal(when)}, limit {cover['limit']}")
                break
    for d, demand in demands.items():
        if demand.get("pinned") and chosen.get(d) != demand["pinned"]:
            errors.append(f"{d}: pinned to {demand['pinned']}, is in {chosen.get(d)}")
    for d, demand in demands.items():
        c = chosen.get(d)
        if c is None:
            cost["unassigned"] += weights["unassigned"] * demand["priority"]
        else:
            late = max(0, spans[c][1] - day(demand["due"]))
            cost["late"] += weights["late_per_day"] * demand["priority"] * late
            cost["travel"] += weights["travel"][tier(trainees[demand["trainee"]]["place"], classes[c]["host"])]
        if demand.get("previous") and c != demand["previous"]:
            cost["moved"] += weights["moved"]
    for c in size:
        if not classes[c].get("committed"):
            cost["opened"] += classes[c]["fixed_cost"]
    return errors, {
        "score": sum(cost.values()),
        "cost": dict(cost),
        "demands": len(demands),
        "assigned": len(chosen),
        "late": sum(1 for d, c in chosen.items() if d in demands and spans[c][1] > day(demands[d]["due"])),
        "classes_run": len(size),
    }


def main():
    try:
        with open(sys.argv[1], encoding="utf-8") as f, open(sys.argv[2], encoding="utf-8") as g:
            instance, plan = json.load(f), json.load(g)
    except (IndexError, OSError, ValueError) as problem:
        print(f"check.py: {problem}\n{__doc__}", file=sys.stderr)
        return 2
    errors, report = check(instance, plan)
    for line in errors[:20]:
        print(line)
    if len(errors) > 20:
        print(f"… and {len(errors) - 20} more")
    print(json.dumps({"valid": not errors, "violations": len(errors), **report}, ensure_ascii=False))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
