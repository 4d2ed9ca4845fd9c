"""The optimum of an instance by HiGHS, where `highspy` is installed: a mixed-integer program of the rules of the format."""
import json
import time
from datetime import date

try:
    import highspy
    import numpy
except ImportError:
    highspy = None


def day(text):
    return date.fromisoformat(text).toordinal()


def tier(place, host):
    for nearness, length in enumerate((6, 4, 2)):
        if min(len(place), len(host)) >= length and place[:length] == host[:length]:
            return nearness
    return 3


def pairs_of(instance, spans):
    """Every admissible (demand, class, cost less the cost of staying out), and what it costs when nobody is seated."""
    trainees = {t["id"]: t for t in instance["trainees"]}
    weights, by_scope = instance["weights"], {}
    for number, klass in enumerate(instance["classes"]):
        by_scope.setdefault(klass["scope"], []).append(number)
    blocked = {t["id"]: [(day(a), day(b)) for a, b in t.get("unavailable", [])] for t in instance["trainees"]}
    pairs, nobody = [], 0
    for index, demand in enumerate(instance["demands"]):
        trainee = trainees[demand["trainee"]]
        left = weights["unassigned"] * demand["priority"] + (weights["moved"] if demand["previous"] else 0)
        nobody += left
        for scope, numbers in by_scope.items():
            for number in numbers if trainee["place"].startswith(scope) else ():
                klass, (start, end) = instance["classes"][number], spans[number]
                if (demand["kind"] not in klass["kinds"] or trainee["domain"] not in klass["domains"]
                        or start < day(demand["earliest"]) or demand["hard_due"] and end > day(demand["due"])
                        or any(start <= b and a <= end for a, b in blocked[trainee["id"]])
                        or demand["pinned"] and demand["pinned"] != klass["id"]):
                    continue
                cost = weights["late_per_day"] * demand["priority"] * max(0, end - day(demand["due"]))
                cost += weights["travel"][tier(trainee["place"], klass["host"])]
                cost += weights["moved"] if demand["previous"] and demand["previous"] != klass["id"] else 0
                pairs.append((index, number, cost - left))
    return pairs, nobody


def optimum(path, seconds):
    """(best plan's cost, proven bound, seconds taken), or None without HiGHS."""
    if highspy is None:
        return None
    with open(path, encoding="utf-8") as file:
        instance = json.load(file)
    classes = instance["classes"]
    spans = [(day(c["start"]), day(c["end"])) for c in classes]
    pairs, nobody = pairs_of(instance, spans)
    count, infinity = len(pairs), highspy.kHighsInf
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("time_limit", float(seconds)), ("threads", 1), ("mip_rel_gap", 1e-4)):
        solver.setOptionValue(option, value)

    def row(low, high, columns, values=None):
        columns = numpy.array(columns, dtype=numpy.int32)
        solver.addRow(low, high, len(columns), columns, numpy.ones(len(columns)) if values is None else numpy.array(values))

    for _, _, cost in pairs:
        solver.addCol(float(cost), 0, 1, 0, [], [])
    for klass in classes:
        committed = klass.get("committed")
        solver.addCol(0.0 if committed else float(klass["fixed_cost"]), 1.0 if committed else 0.0, 1.0, 0, [], [])
    every = count + len(classes)
    solver.changeColsIntegrality(every, numpy.arange(every, dtype=numpy.int32), numpy.array([highspy.HighsVarType.kInteger] * every))
    of_demand, of_class, of_trainee = [[] for _ in instance["demands"]], [[] for _ in classes], {}
    for column, (demand, klass, _) in enumerate(pairs):
        of_demand[demand].append(column)
        of_class[klass].append(column)
        of_trainee.setdefault(instance["demands"][demand]["trainee"], []).append(column)
    for demand, columns in zip(instance["demands"], of_demand):
        if columns:
            row(1.0 if demand["pinned"] else -infinity, 1.0, columns)
    for number, (klass, columns) in enumerate(zip(classes, of_class)):
        row(-infinity, 0.0, columns + [count + number], [1.0] * len(columns) + [-float(klass["capacity"])])
        if not klass.get("committed"):
            row(0.0, infinity, columns + [count + number], [1.0] * len(columns) + [-float(klass["minimum"])])
            for column in columns:
                row(-infinity, 0.0, [column, count + number], [1.0, -1.0])
    owed = {}
    for demand in instance["demands"]:
        owed[demand["trainee"]] = owed.get(demand["trainee"], 0) + 1
    groups = [([t], 1) for t in of_trainee if owed[t] > 1] + [(c["members"], c["limit"]) for c in instance.get("covers", [])]
    for members, limit in groups:
        columns = [column for trainee in members for column in of_trainee.get(trainee, [])]
        if sum(owed.get(trainee, 0) for trainee in members) <= limit:
            continue
        seen = set()
        for start in sorted({spans[pairs[column][1]][0] for column in columns}):
            on = tuple(c for c in columns if spans[pairs[c][1]][0] <= start <= spans[pairs[c][1]][1])
            if len(on) > limit and on not in seen:
                seen.add(on)
                row(-infinity, float(limit), on)
    # With what it costs when nobody is seated, or the relative gap at which HiGHS stops would be one of a larger number.
    solver.changeObjectiveOffset(float(nobody))
    begun = time.time()
    solver.run()
    found = solver.getInfo()
    return found.objective_function_value, found.mip_dual_bound, time.time() - begun
