"""What public solvers make of an instance, where they are installed: HiGHS (`highspy`) and CP-SAT (`ortools`), both on one
mixed-integer program of the rules of the format.

usage: reference.py INSTANCE SECONDS: HiGHS's answer as JSON, null without it
"""
import json
import subprocess
import sys
import time
from datetime import date

try:
    import highspy
    import numpy
except ImportError:
    highspy = None
try:
    from ortools.sat.python import cp_model
except ImportError:
    cp_model = None


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
                        or demand.get("accepts") is not None and klass.get("level") and klass["level"] not in demand["accepts"]
                        or klass.get("minutes") is not None and klass["minutes"] < (demand.get("minutes") or 0)
                        or klass["id"] in (trainee.get("excluded") or ())
                        or demand["pinned"] and demand["pinned"] != klass["id"]):
                    continue
                cost = weights["late_per_day"] * demand["priority"] * max(0, end - day(demand["due"]))
                cost += weights["travel"][tier(trainee["place"], klass["host"])]
                cost += weights["moved"] if demand["previous"] and demand["previous"] != klass["id"] else 0
                pairs.append((index, number, cost - left))
    return pairs, nobody


class Program:
    """Columns (a pair each, then a class each, then whole numbers that follow from them) with costs and bounds, rows with ends,
    and what it costs when nobody is seated."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            instance = json.load(file)
        classes = instance["classes"]
        trainees = {t["id"]: t for t in instance["trainees"]}
        spans = [(day(c["start"]), day(c["end"])) for c in classes]
        pairs, self.nobody = pairs_of(instance, spans)
        count = len(pairs)
        self.costs = [cost for _, _, cost in pairs] + [0 if c.get("committed") else c["fixed_cost"] for c in classes]
        self.least = [0] * count + [1 if c.get("committed") else 0 for c in classes]
        self.most = [1] * len(self.costs)
        self.rows = []
        of_demand, of_class, of_trainee = [[] for _ in instance["demands"]], [[] for _ in classes], {}
        for column, (demand, klass, _) in enumerate(pairs):
            of_demand[demand].append(column)
            of_class[klass].append(column)
            of_trainee.setdefault(instance["demands"][demand]["trainee"], []).append(column)
        for demand, columns in zip(instance["demands"], of_demand):
            if columns:
                self.row(1 if demand["pinned"] else None, 1, columns)
        for number, (klass, columns) in enumerate(zip(classes, of_class)):
            self.row(None, 0, columns + [count + number], [1] * len(columns) + [-klass["capacity"]])
            if not klass.get("committed"):
                self.row(0, None, columns + [count + number], [1] * len(columns) + [-klass["minimum"]])
                for column in columns:
                    self.row(None, 0, [column, count + number], [1, -1])
        places = [trainees[d["trainee"]]["place"] for d in instance["demands"]]
        for klass, columns in zip(classes, of_class):
            if klass.get("quotas"):
                self.keep(klass, [(column, places[pairs[column][0]]) for column in columns])
        owed = {}
        for demand in instance["demands"]:
            owed[demand["trainee"]] = owed.get(demand["trainee"], 0) + 1
        groups = [([t], 1) for t in of_trainee if owed[t] > 1]
        groups += [(c["members"], c["limit"]) for c in instance.get("covers", []) if c.get("excess_cost") is None]
        for cover in instance.get("covers", []):
            if cover.get("excess_cost"):
                self.allow(cover, [(c, spans[pairs[c][1]]) for t in cover["members"] for c in of_trainee.get(t, [])])
        for members, limit in groups:
            columns = [column for trainee in members for column in of_trainee.get(trainee, [])]
            if sum(owed.get(trainee, 0) for trainee in members) <= limit:
                continue
            seen = set()
            for start in sorted({spans[pairs[column][1]][0] for column in columns}):
                on = tuple(c for c in columns if spans[pairs[c][1]][0] <= start <= spans[pairs[c][1]][1])
                if len(on) > limit and on not in seen:
                    seen.add(on)
                    self.row(None, limit, on)

    def number(self, cost, most):
        self.costs.append(cost)
        self.least.append(0)
        self.most.append(most)
        return len(self.costs) - 1

    def keep(self, klass, columns):
        """Seats that quotas keep: what a scope has no seat for takes one of the next larger scope, at last an open one."""
        scopes = [""] + sorted((q["scope"] for q in klass["quotas"]), key=len)
        seats = {q["scope"]: q["seats"] for q in klass["quotas"]}
        seats[""] = klass["capacity"] - sum(seats.values())
        inflow = {scope: [] for scope in scopes}
        for column, place in columns:
            inflow[max((s for s in scopes if place.startswith(s)), key=len)].append(column)
        for scope in sorted(scopes, key=len, reverse=True):
            if scope == "":
                self.row(None, seats[scope], inflow[scope])
            elif len(inflow[scope]) > seats[scope]:
                over = self.number(0, klass["capacity"])
                self.row(None, seats[scope], inflow[scope] + [over], [1] * len(inflow[scope]) + [-1])
                inflow[max((s for s in scopes if s != scope and scope.startswith(s)), key=len)].append(over)

    def allow(self, cover, columns):
        """More people away than the limit says, at a cost for each and day."""
        cuts = sorted({day for _, (start, end) in columns for day in (start, end + 1)})
        for first, after in zip(cuts, cuts[1:]):
            on = [column for column, (start, end) in columns if start <= first <= end]
            if len(on) > cover["limit"]:
                excess = self.number(cover["excess_cost"] * (after - first), len(on))
                self.row(None, cover["limit"], on + [excess], [1] * len(on) + [-1])

    def row(self, low, high, columns, values=None):
        self.rows.append((low, high, columns, values or [1] * len(columns)))


def optimum(path, seconds):
    """(best plan's cost, proven bound, seconds taken) by HiGHS, or None without it or when it found no plan."""
    if highspy is None:
        return None
    program, infinity = Program(path), highspy.kHighsInf
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("time_limit", float(seconds)), ("threads", 1), ("mip_rel_gap", 1e-4)):
        solver.setOptionValue(option, value)
    for cost, least, most in zip(program.costs, program.least, program.most):
        solver.addCol(float(cost), float(least), float(most), 0, [], [])
    every = len(program.costs)
    solver.changeColsIntegrality(every, numpy.arange(every, dtype=numpy.int32), numpy.array([highspy.HighsVarType.kInteger] * every))
    for low, high, columns, values in program.rows:
        solver.addRow(
            -infinity if low is None else float(low), infinity if high is None else float(high), len(columns),
            numpy.array(columns, dtype=numpy.int32), numpy.array(values, dtype=float))
    # With what it costs when nobody is seated, or the relative gap at which HiGHS stops would be one of a larger number.
    solver.changeObjectiveOffset(float(program.nobody))
    begun = time.time()
    solver.run()
    found = solver.getInfo()
    if found.objective_function_value >= infinity:
        return None
    return found.objective_function_value, found.mip_dual_bound, time.time() - begun


def optimum_or_none(path, seconds):
    """As `optimum`, in a process of its own: HiGHS does not always look at its clock, and is stopped a minute after it."""
    try:
        done = subprocess.run(
            [sys.executable, __file__, str(path), str(seconds)], capture_output=True, check=True, timeout=seconds + 60)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout.splitlines()[-1])


def cpsat(path, seconds, threads):
    """(best plan's cost, proven bound, seconds taken) by CP-SAT, or None without it or when it found no plan."""
    if cp_model is None:
        return None
    program = Program(path)
    model = cp_model.CpModel()
    columns = [model.new_int_var(least, most, "") for least, most in zip(program.least, program.most)]
    for low, high, of, values in program.rows:
        total = sum(value * columns[column] for column, value in zip(of, values))
        if low is not None:
            model.add(total >= low)
        if high is not None:
            model.add(total <= high)
    model.minimize(sum(cost * column for cost, column in zip(program.costs, columns)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    begun = time.time()
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return solver.objective_value + program.nobody, solver.best_objective_bound + program.nobody, time.time() - begun


if __name__ == "__main__":
    print(json.dumps(optimum(sys.argv[1], float(sys.argv[2]))))
