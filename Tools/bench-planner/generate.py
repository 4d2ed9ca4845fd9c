#!/usr/bin/env python3
"""Make a rotation-planning instance from real division codes.

usage: generate.py [--scope 610116] [--seed 1] [--years 3] [--density 1.0]
                   [--slack 1.15] [--covers 0.34] [--replan 0.0]
                   [--quotas 0.0] [--levels 0.0] [--soft 0] [--hours 0.0] [--divisions CSV] > INSTANCE.json

scope     place-code prefix to take: a county (6 digits), a city (4) or the province (2)
density   posts beyond the village and community branches, as a multiple of the usual number
slack     seats offered over the planning horizon / demands owed
covers    share of a township's secretaries that may be away at once
quotas    share of classes with seats kept for townships or counties
levels    share of classes of a township's level, which half of the demands do not accept
soft      cost of each person and day above a township's limit; 0: the limit must be kept
hours     share of demands that ask for classes of three days and come twice or thrice, for the hours of several; a fifth of
          the classes last a day
replan    share of demands that carry a `previous` class (and some of those `pinned`), as when a plan is redone
The same arguments give the same file. The rules of the file are those of Sources/Server/Dangwu.docc/Planning.md.
"""
import argparse
import csv
import json
import random
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
WEIGHTS = {"unassigned": 20000, "late_per_day": 12, "travel": [0, 150, 420, 1500], "moved": 600}
# Posts other than villages and communities, per township and per county: (domain, how many on average).
TOWNSHIP_POSTS = [("organ", 1.0), ("institution", 1.6), ("enterprise_private", 0.9), ("social", 0.4)]
COUNTY_POSTS = [("organ", 38), ("institution", 30), ("enterprise_state", 9), ("enterprise_private", 16), ("social", 8), ("university", 0.6)]
AUDIENCES = [["rural"], ["community"], ["rural", "community"], ["organ", "institution"], ["enterprise_state", "enterprise_private"],
             ["enterprise_private", "social"], ["institution", "university"], ["organ"]]
BUSY = {"rural": [((6, 1), (6, 20)), ((9, 25), (10, 12))], "institution": [((6, 20), (7, 5))], "university": [((6, 15), (7, 5)), ((1, 5), (1, 20))],
        "enterprise_state": [((12, 15), (12, 31))], "organ": [((12, 20), (12, 31))]}


def poisson(rng, mean):
    whole, part = int(mean), mean - int(mean)
    return whole + (rng.random() < part)


def iso(day):
    return day.isoformat()


def mondays(start, end):
    day = start + timedelta(days=(7 - start.weekday()) % 7)
    while day <= end:
        yield day
        day += timedelta(days=7)


def in_busy_season(domain, day, last):
    for (m1, d1), (m2, d2) in BUSY.get(domain, []):
        if day <= date(day.year, m2, d2) and last >= date(day.year, m1, d1):
            return True
    return False


def posts_in(scope, rows, rng, density):
    """(place, domain, township) for every post in the scope."""
    posts = []
    for row in rows:
        code, level = row["code"], row["level"]
        if not code.startswith(scope):
            continue
        if level == "village":
            domain = "community" if "社区" in row["name"] or "居委会" in row["name"] else "rural"
            posts.append((code, domain, code[:9]))
        elif level == "township":
            for domain, mean in TOWNSHIP_POSTS:
                posts += [(code, domain, code)] * poisson(rng, mean * density)
        elif level == "county":
            for domain, mean in COUNTY_POSTS:
                posts += [(code, domain, code)] * poisson(rng, mean * density * rng.uniform(0.6, 1.4))
    return posts


def pin_some(demands, classes, covers):
    """Pin demands whose previous class is committed, as long as no cover or trainee is overbooked by pins."""
    groups, busy = defaultdict(list), defaultdict(list)
    for cover in covers:
        for member in cover["members"]:
            groups[member].append(cover)
    for demand in demands:
        klass = classes.get(demand["previous"])
        if not klass or not klass["committed"] or int(demand["id"][1:]) % 2:
            continue
        keys = [demand["trainee"]] + [cover["id"] for cover in groups[demand["trainee"]]]
        limits = [1] + [cover["limit"] for cover in groups[demand["trainee"]]]
        if all(sum(a <= klass["end"] and klass["start"] <= b for a, b in busy[key]) < limit for key, limit in zip(keys, limits)):
            demand["pinned"] = klass["id"]
            for key in keys:
                busy[key].append((klass["start"], klass["end"]))


def limit(args, instance):
    """Quotas, levels and soft limits, from numbers of their own: the rest of the file is the same without them."""
    rng = random.Random(f"{args.seed}/{args.scope}/limits")
    below = defaultdict(set)
    for trainee in instance["trainees"]:
        for length in (4, 6):
            below[trainee["place"][:length]].add(trainee["place"][:length + 2 if length == 4 else 9])
    for klass in instance["classes"]:
        parts = sorted(p for p in below[klass["scope"]] if len(p) > len(klass["scope"]))
        if parts and rng.random() < args.quotas:
            left, klass["quotas"] = klass["capacity"] * rng.choice([3, 5, 7, 10]) // 10, []
            for part in rng.sample(parts, min(len(parts), rng.randrange(1, 6))):
                seats = min(left, rng.randrange(1, 2 + klass["capacity"] // 4))
                if seats:
                    klass["quotas"].append({"scope": part, "seats": seats})
                    left -= seats
        if args.levels:
            klass["level"] = "township" if rng.random() < args.levels else "county"
    for demand in instance["demands"]:
        if args.levels and rng.random() < 0.5:
            demand["accepts"] = ["county", "city", "province"]
    for cover in instance["covers"]:
        if args.soft and cover["id"].startswith("v"):
            cover["excess_cost"] = args.soft
    return instance


def lengthen(args, instance):
    """Lengths of classes, and people who need several of them, from numbers of their own."""
    if not args.hours:
        return instance
    rng = random.Random(f"{args.seed}/{args.scope}/hours")
    for klass in instance["classes"]:
        klass["minutes"] = 480 if rng.random() < 0.2 else 1440
    more = []
    for demand in instance["demands"]:
        if rng.random() >= args.hours or demand["previous"] or demand["pinned"]:
            continue
        demand["minutes"] = 1440
        more += [{**demand, "id": f"{demand['id']}/{number}"} for number in range(2, 2 + rng.randrange(1, 3))]
    instance["demands"] += more
    return instance


def make(args):
    rng = random.Random(f"{args.seed}/{args.scope}/{args.years}")
    rows = list(csv.DictReader(open(args.divisions, encoding="utf-8")))
    first, last = date(2024, 1, 1), date(2024 + args.years - 1, 12, 31)
    trainees, demands, township = [], [], defaultdict(list)
    for place, domain, group in posts_in(args.scope, rows, rng, args.density):
        tid = f"t{len(trainees) + 1:06d}"
        unavailable = []
        for year in range(first.year, last.year + 1):
            for (m1, d1), (m2, d2) in BUSY.get(domain, []):
                if rng.random() < 0.8:
                    unavailable.append([iso(date(year, m1, d1)), iso(date(year, m2, d2))])
            if rng.random() < 0.25:
                day = date(year, 1, 1) + timedelta(days=rng.randrange(340))
                unavailable.append([iso(day), iso(min(last, day + timedelta(days=rng.choice([5, 9, 30, 60]))))])
        trainees.append({"id": tid, "place": place, "domain": domain, "unavailable": sorted(unavailable)})
        township[group].append(tid)

        def owe(kind, earliest, due, hard, priority):
            demands.append({"id": f"d{len(demands) + 1:06d}", "trainee": tid, "kind": kind, "earliest": iso(earliest), "due": iso(min(due, last)),
                            "hard_due": hard, "priority": priority, "pinned": None, "previous": None})

        if rng.random() < 0.14:
            appointed = first + timedelta(days=rng.randrange((last - first).days - 200))
            owe("newly_appointed", appointed, appointed + timedelta(days=365), False, 3)
        else:
            # Trained somewhere in the cycle before: due the same number of years on.
            due = first + timedelta(days=rng.randrange(120, (last - first).days + 1))
            owe("rotation", first, due, rng.random() < 0.04, rng.choice([1, 1, 1, 2]))
        if rng.random() < 0.10:
            year = rng.randrange(first.year, last.year + 1)
            owe("annual", date(year, 1, 1), date(year, 12, 31), True, 1)

    owed = defaultdict(int)
    by_id = {t["id"]: t for t in trainees}
    for demand in demands:
        trainee = by_id[demand["trainee"]]
        owed[(trainee["place"][:6], trainee["domain"])] += 1

    weeks, classes = list(mondays(first, last - timedelta(days=7))), []

    def offer(host, scope, audience, seats, sizes, kinds, length):
        tries = 0
        while seats > 0 and tries < 400:
            tries += 1
            start = rng.choice(weeks)
            end = start + timedelta(days=rng.choice(length) - 1)
            if any(in_busy_season(domain, start, end) for domain in audience):
                continue
            capacity = rng.choice(sizes)
            classes.append({"id": f"c{len(classes) + 1:05d}", "host": host, "scope": scope, "domains": audience, "kinds": kinds, "start": iso(start),
                            "end": iso(end), "minimum": capacity // 3, "capacity": capacity, "fixed_cost": 4000 + 60 * capacity + rng.randrange(3000),
                            "committed": rng.random() < 0.05})
            seats -= capacity

    shares = {domain: sum(domain in audience for audience in AUDIENCES) for audience in AUDIENCES for domain in audience}

    counties = sorted({t["place"][:6] for t in trainees if len(t["place"]) >= 6})
    every, common = ["rotation", "newly_appointed", "annual"], ["rotation", "annual"]
    for county in counties:
        for audience in AUDIENCES:
            need = sum(owed[(county, domain)] / shares[domain] for domain in audience)
            offer(county, county, audience, need * args.slack * 0.75, [30, 40, 50, 60, 80], rng.choice([every, every, common]), [3, 5, 5, 7])
    for city in sorted({c[:4] for c in counties}):
        for audience in AUDIENCES:
            need = sum(n / shares[domain] for (county, domain), n in owed.items() if county.startswith(city) and domain in audience)
            offer(city, city, audience, need * args.slack * 0.2, [50, 80, 100, 120], every, [5, 5, 7, 10])
    if len(args.scope) <= 4:
        for audience in AUDIENCES:
            need = sum(n / shares[domain] for (_, domain), n in owed.items() if domain in audience)
            offer(args.scope[:2], args.scope[:2], audience, need * args.slack * 0.05, [100, 150, 200], every, [5, 7])

    covers = []
    for group, members in sorted(township.items()):
        if len(members) > 2:
            covers.append({"id": f"v{group}", "members": members, "limit": max(1, int(len(members) * args.covers))})
        if len(members) > 5 and rng.random() < 0.3:
            covers.append({"id": f"s{group}", "members": rng.sample(members, 2), "limit": 1})

    if args.replan:
        index = defaultdict(list)
        for klass in classes:
            for domain in klass["domains"]:
                index[(domain, klass["scope"])].append(klass)
        seats = {c["id"]: c["capacity"] // 2 for c in classes}
        for demand in demands:
            trainee = by_id[demand["trainee"]]
            fitting = [c for n in (6, 4, 2) for c in index[(trainee["domain"], trainee["place"][:n])] if demand["kind"] in c["kinds"] and seats[c["id"]] > 0
                       and c["start"] >= demand["earliest"] and (not demand["hard_due"] or c["end"] <= demand["due"])
                       and not any(c["start"] <= b and a <= c["end"] for a, b in trainee["unavailable"])]
            if fitting and rng.random() < args.replan:
                klass = rng.choice(fitting)
                seats[klass["id"]] -= 1
                demand["previous"] = klass["id"]
        pin_some(demands, {c["id"]: c for c in classes}, covers)

    return {"format": "rotation-instance/1", "name": f"{args.scope}-y{args.years}-s{args.seed}", "horizon": {"start": iso(first), "end": iso(last)},
            "weights": WEIGHTS, "trainees": trainees, "demands": demands, "classes": classes, "covers": covers}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scope", default="610116")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--years", type=int, default=3, choices=[1, 2, 3, 4, 5])
    parser.add_argument("--density", type=float, default=1.0)
    parser.add_argument("--slack", type=float, default=1.15)
    parser.add_argument("--covers", type=float, default=0.34)
    parser.add_argument("--replan", type=float, default=0.0)
    parser.add_argument("--divisions", default=str(HERE.parent.parent / "config" / "codes" / "divisions-shaanxi.csv"))
    parser.add_argument("--quotas", type=float, default=0.0)
    parser.add_argument("--levels", type=float, default=0.0)
    parser.add_argument("--soft", type=int, default=0)
    parser.add_argument("--hours", type=float, default=0.0)
    args = parser.parse_args()
    json.dump(lengthen(args, limit(args, make(args))), sys.stdout, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
