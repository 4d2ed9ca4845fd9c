#!/usr/bin/env python3
"""Figures of the sources: what the doors cost. `make figures`, or `figures.py --repo DIR` for another checkout.

Everything is counted from the text of the files; imports alone are judged by the index of a debug build (`swift build`).
`--feature-diff BASE..BRANCH --own Dues` also counts what a new feature edits outside its own folders.
"""

import argparse
import os
import re
import subprocess
import sys
import unicodedata

import index_store
import swift_source

DOORS = ["Sources/API", "Sources/Commands", "Sources/Console"]
# A declared list column: `.init(key: "due", …)` of a Listing, or `Column(\.due, …)` beside a value.
LISTING_COLUMN = re.compile(r"\.init\(\s*key:")
VALUE_COLUMN = re.compile(r"\bColumn(?:<[^<>\n]*>)?(?:\.\w+)?\(\s*\\\.|\bColumn(?:<[^<>\n]*>)?\(\s*\"")
TEXT_TYPES = {"String", "String?", "[String]", "[String]?"}


class Repository:
    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.texts = {}

    def files(self, folders, ending=".swift"):
        """(path, text) of the files below the folders, in order."""
        for folder in folders:
            for directory, _, names in sorted(os.walk(os.path.join(self.root, folder))):
                for name in sorted(names):
                    if name.endswith(ending):
                        yield self.text(os.path.join(directory, name))

    def text(self, path):
        if path not in self.texts:
            with open(path, encoding="utf-8") as file:
                self.texts[path] = file.read()
        return os.path.relpath(path, self.root), self.texts[path]

    def swift_targets(self):
        return sorted(os.listdir(os.path.join(self.root, "Sources"))) + ["SQLFiles", "ConfigFiles"]


def bodies(repository):
    """Body structs: Codable structs in Sources/API named …Body, without generic containers such as PageBody<Item>.
    Their members: stored members of these, of the containers and of the structs nested in them.
    Also every Codable struct in Sources/API whatever its name, so that renaming does not lower the figure."""
    found = [each for path, text in repository.files(["Sources/API"]) for each in swift_source.structs(path, text)]
    codable = [each for each in found if re.search(r"\b(Codable|Encodable|Decodable)\b", each.head)]
    named = [each for each in codable if each.name.endswith("Body") and not each.head.lstrip().startswith("<")]
    around = [each for each in codable if any(name.endswith("Body") for name in each.names)]
    members = [kind for each in around for _, kind in each.members]
    return len(named), len(codable), len(members), sum(kind in TEXT_TYPES for kind in members)


def columns(repository):
    """Columns written twice: columns of lists declared in a door, separately from their value. In the first form
    `Listing(columns: [.init(key: …)])` in Sources/Commands with the cells in a second place; in the second form any
    `Column(\\.member, …)` in a door. Columns beside the value, in a feature, are written once."""
    twice = lists = once = 0
    for path, text in repository.files(["Sources"]):
        in_door = any(path.startswith(door + "/") for door in DOORS)
        if in_door:
            twice += len(LISTING_COLUMN.findall(text)) + len(VALUE_COLUMN.findall(text))
            lists += len(re.findall(r"\bListing\(", text))
        else:
            once += len(VALUE_COLUMN.findall(text))
    return twice, lists, once


def sql_calls(repository):
    """SQL calls by text name: a call whose first argument is the name of a block of sql/queries as a string literal.
    The second figure holds only those with the name on the line of the call."""
    blocks = set()
    for _, text in repository.files(["sql/queries"], ".sql"):
        blocks |= set(re.findall(r"^-- name: (\w+)", text, re.M))
    pattern = re.compile(r'\b\w+\((\s*)"([A-Z]\w*)"')
    calls = [
        match for _, text in repository.files(["Sources"]) for match in pattern.finditer(text)
        if match.group(2) in blocks]
    return len(calls), sum("\n" not in match.group(1) for match in calls)


def index_of(repository):
    """{path: (symbols it defines, symbols it uses)} by the compiler's index of a debug build; empty without one."""
    store = next(
        (os.path.join(directory, "debug/index/store")
         for directory in sorted_subfolders(os.path.join(repository.root, ".build"))
         if os.path.isdir(os.path.join(directory, "debug/index/store"))), None)
    return index_store.symbols_by_file(store, repository.root) if store else {}


def false_imports(repository, index):
    """Imports of the product's own modules by files that use no symbol of them, by the compiler's index."""
    own = set(repository.swift_targets()) - {"CLibPQ", "CZip", "CExpat", "CXLSXWriter"}
    found, judged, total = [], 0, 0
    for path, text in repository.files(["Sources"]):
        total += 1
        symbols = index.get(os.path.join(repository.root, path))
        if symbols is None:
            continue
        judged += 1
        usrs = symbols[0] | symbols[1]
        for module in re.findall(r"^(?:@\w+ )?(?:package |public |internal )?import (\w+)$", text, re.M):
            if module in own and not index_store.uses_module(usrs, module):
                found.append(f"{path}: {module}")
    return found, judged, total


def folder_cycles(repository, index):
    """Folders of one target that depend on each other, directly or by way of others. What lies beside the folders, such as
    the service that they all extend and its texts, is not counted."""
    def place(path):
        parts = os.path.relpath(path, os.path.join(repository.root, "Sources")).split(os.sep)
        return (parts[0], parts[1]) if len(parts) > 2 and parts[0] != ".." else None

    homes = {}
    for path, (defined, _) in index.items():
        if place(path):
            homes.update((usr, path) for usr in defined if usr.startswith("s:"))
    edges = {}
    for path, (_, used) in index.items():
        start = place(path)
        for usr in used if start else ():
            end = place(homes[usr]) if usr in homes else None
            if end and end[0] == start[0] and end != start:
                edges.setdefault(start, {}).setdefault(end, (os.path.basename(path), os.path.basename(homes[usr])))

    def reached(start):
        found, waiting = set(), [start]
        while waiting:
            for end in edges.get(waiting.pop(), ()):
                if end not in found:
                    found.add(end)
                    waiting.append(end)
        return found

    reach = {start: reached(start) for start in edges}
    cycles = {frozenset(end for end in reach[start] if start in reach.get(end, ())) for start in edges
              if start in reach[start]}
    return [
        f"{min(cycle)[0]}: {', '.join(sorted(name for _, name in cycle))} (" + "; ".join(
            f"{start[1]} → {end[1]}: {use[0]} uses {use[1]}" for start in sorted(cycle)
            for end, use in sorted(edges[start].items()) if end in cycle) + ")"
        for cycle in sorted(cycles, key=min)]


def sorted_subfolders(folder):
    return sorted(each.path for each in os.scandir(folder) if each.is_dir()) if os.path.isdir(folder) else []


def lines(repository, folders):
    """Lines of the Swift files, blank lines and comments included."""
    return sum(text.count("\n") for _, text in repository.files(folders))


# The parts of one small list, the rotation cycles: each is the balanced span after the place that the pattern finds.
SMALL_LIST = [
    ("value", ["Sources/Training"], r"^package struct Cycle\b[^\n]*\{", "{}"),
    ("value's columns and schema", ["Sources/Training"], r"^(?:package )?extension Cycle\b[^\n]*\{", "{}"),
    ("verb", ["Sources/Training"], r"^[ \t]*package func cycles\(", "{}"),
    ("body", ["Sources/API"], r"^(?:package )?struct CycleBody\b[^\n]*\{", "{}"),
    ("route", ["Sources/API"], r"^[ \t]*\.?\w*\(\s*(?:\.get,\s*)?\"/v1/cycles\"(?!,[^\n]*takes:)", "()"),
    ("command", ["Sources/Commands"], r"^[ \t]*(?:package )?struct (?:CycleList|List)\b[^\n]*\{", "{}"),
]


def small_list(repository):
    """Lines of one small list at all places: value, columns, verb, SQL block, body, route and command. The column list of
    the command's table lies inside the command in the first form and beside the value in the second."""
    parts = []
    for name, folders, pattern, signs in SMALL_LIST:
        count = 0
        for path, text in repository.files(folders):
            code = swift_source.blank(text)
            for match in re.finditer(pattern, text, re.M):
                if name == "command" and not in_cycle_command(code, match.start(), match.group(0)):
                    continue
                start = text.index(signs[0], match.start())
                end = swift_source.span(code, start, *signs)
                if name == "route":
                    trailing = re.match(r"\s*\{", code[end:])
                    end = swift_source.span(code, end) if trailing else end
                    if ".post" in code[match.start():end] or ".write" in match.group(0):
                        continue
                first = match.start()
                count += swift_source.line(code, end) - swift_source.line(code, first) + 1
                count += comment_lines_above(text, first)
        parts.append((name, count))
    block = 0
    for _, text in repository.files(["sql/queries"], ".sql"):
        match = re.search(r"^-- name: Cycles\b[\s\S]*?(?=\n\s*\n|\Z)", text, re.M)
        block += match.group(0).count("\n") + 1 if match else 0
    parts.append(("SQL block", block))
    return parts


def in_cycle_command(code, position, text):
    """Whether a command's `List` lies in `CycleCommand`, by braces or by a file-level extension of it."""
    if "CycleList" in text:
        return True
    for match in re.finditer(r"\b(?:struct|enum|extension) CycleCommand\b[^{]*\{", code):
        if match.end() <= position < swift_source.span(code, match.end() - 1):
            return True
    return False


def comment_lines_above(text, position):
    count = 0
    for each in reversed(text[:position].split("\n")[:-1]):
        if not each.lstrip().startswith("///"):
            break
        count += 1
    return count


# Files that a test or the build rewrites: a feature changes them, but nobody edits them.
GENERATED = re.compile(r"(^|/)(Golden/|openapi\.json$|errors\.json$|Package\.resolved$)|sql/schema\.sql$")


def feature_diff(repository, revisions, own):
    """Edited lines outside a feature's own folders and files: of each changed place the larger of the lines removed and
    added. Own is every path with a component that names the feature; generated files are left out."""
    diff = subprocess.run(
        ["git", "-C", repository.root, "diff", "-U0", "--no-renames", revisions], capture_output=True, text=True,
        check=True).stdout
    edited, path = {}, None
    for each in diff.split("\n"):
        if each.startswith(("--- a/", "+++ b/")):
            path = each[6:]
        change = re.match(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@", each)
        if change and path and not GENERATED.search(path) and not is_own(path, own):
            removed, added = (1 if count is None else int(count) for count in change.groups())
            edited[path] = edited.get(path, 0) + max(removed, added)
    return edited


def is_own(path, own):
    name = own.lower()
    # `0023-dues.sql`, `DuesErrors.md` and `Services+Dues.swift` are its own as much as a folder `Dues`.
    parts = [re.sub(r"^\d+[-_]|\.\w+$", "", part).lower() for part in path.split("/")]
    return any(piece.startswith(name) for part in parts for piece in part.split("+"))


def width(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def table(rows):
    widths = [max(width(row[index]) for row in rows) for index in range(2)]
    for title, figure, note in rows:
        print((title.ljust(widths[0]) + "  " + figure.rjust(widths[1]) + "  " + note).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repo", default=os.path.join(os.path.dirname(__file__), "..", ".."), help="checkout to count")
    parser.add_argument("--feature-diff", metavar="BASE..BRANCH", help="git range that adds a feature")
    parser.add_argument("--own", metavar="NAME", help="name of that feature, as in its folders")
    parser.add_argument("--verbose", action="store_true", help="also list false imports, cycles and edited files")
    options = parser.parse_args()
    if bool(options.feature_diff) != bool(options.own):
        parser.error("--feature-diff and --own go together")
    repository = Repository(options.repo)

    named, codable, members, strings = bodies(repository)
    twice, lists, once = columns(repository)
    calls, beside = sql_calls(repository)
    index = index_of(repository)
    imports, judged, total = false_imports(repository, index)
    cycles = folder_cycles(repository, index)
    parts = small_list(repository)
    rows = [
        ("body structs in the API", str(named), f"{codable} Codable structs in all"),
        ("members of body structs", str(members), ""),
        ("  of which text", str(strings), "String, String? and lists of them"),
        ("columns written twice", str(twice), f"in {lists} listings; {once} columns declared once, beside the value"),
        ("SQL calls by text name", str(calls), f"{beside} with the name on the line of the call"),
        ("false imports", str(len(imports)) if judged else "–",
         f"in {judged} of {total} files with a fresh index" if judged < total else ""),
        ("folders in a cycle", str(sum(cycle.split(" (")[0].count(",") + 1 for cycle in cycles)) if judged else "–",
         ", ".join(cycle.split(" (")[0] for cycle in cycles)),
        ("lines of API and Commands", str(lines(repository, ["Sources/API", "Sources/Commands"])),
         ", ".join(f"{name} {lines(repository, ['Sources/' + name])}" for name in ["API", "Commands"])),
        ("lines of one small list", str(sum(count for _, count in parts)),
         "cycles: " + ", ".join(f"{name} {count}" for name, count in parts if count)),
    ]
    edited = {}
    if options.feature_diff:
        edited = feature_diff(repository, options.feature_diff, options.own)
        rows.append(("lines edited for a feature", str(sum(edited.values())),
                     f"in {len(edited)} files outside the folders of {options.own}"))
    table(rows)
    if options.verbose:
        print("\n" + "\n".join(imports + cycles))
        for path, count in sorted(edited.items()):
            print(f"{count:5}  {path}")


if __name__ == "__main__":
    sys.exit(main())
