#!/usr/bin/env python3
"""Builds the documentation catalogue: `make docs`. A link to a symbol or page that does not exist is an error.

The targets' symbols are `package`, which neither `swift package dump-symbol-graph` nor the DocC plugin reads completely:
both load the modules from outside the package. So each target is emitted once more, without code, with the arguments
of the debug build and inside the package, and `docc` of the toolchain gets the symbol graphs.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.path.join(ROOT, ".build")
OUTPUT = os.path.join(BUILD, "docs")
CATALOGUE = os.path.join(ROOT, "Sources", "Server", "Dangwu.docc")
LEFT_OUT = {"TestSupport", "dangwu", "CLibPQ", "CZip", "CExpat", "CXLSXWriter"}
# Arguments of a build that emitting a module must not repeat: outputs, the index, incremental state.
ALONE = {
    "-emit-dependencies", "-emit-module", "-incremental", "-c", "-enable-batch-mode", "-serialize-diagnostics",
    "-parseable-output", "-emit-objc-header", "-g",
}
WITH_VALUE = {"-emit-module-path", "-output-file-map", "-index-store-path", "-emit-objc-header-path"}
KEPT_PAIRS = {"-Xcc", "-Xfrontend", "-I", "-module-name", "-target", "-package-name"}


def targets():
    """Arguments of the compiler for each target below Sources, as the debug build has them."""
    with open(os.path.join(BUILD, "debug.yaml"), encoding="utf-8") as file:
        text = file.read()
    pattern = re.compile(r'"C\.(\w+)-[^"]*-debug\.module":\n +tool: shell\n +inputs: (.*)\n(?: +\w+: .*\n)*? +args: (.*)\n')
    for match in pattern.finditer(text):
        name, inputs = match.group(1), json.loads(match.group(2))
        folder = os.path.join(ROOT, "Sources", name) + os.sep
        if name not in LEFT_OUT and any(path.startswith(folder) for path in inputs):
            yield name, json.loads(match.group(3))


def without_outputs(arguments):
    kept, index = [], 0
    while index < len(arguments):
        argument = arguments[index]
        if argument in KEPT_PAIRS:
            kept += arguments[index:index + 2]
            index += 2
        elif argument in WITH_VALUE:
            index += 2
        else:
            kept += [] if argument in ALONE else [argument]
            index += 1
    return kept


def emit(name, arguments):
    module = os.path.join(OUTPUT, "modules", name + ".swiftmodule")
    command = without_outputs(arguments) + [
        "-emit-module", "-emit-module-path", module, "-emit-symbol-graph", "-emit-symbol-graph-dir", graphs(),
        "-symbol-graph-minimum-access-level", "package", "-symbol-graph-skip-synthesized-members",
        "-Xfrontend", "-experimental-skip-non-inlinable-function-bodies-without-types",
    ]
    return name, subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def graphs():
    return os.path.join(OUTPUT, "symbol-graphs")


def main():
    subprocess.run(["swift", "build", "--quiet"], cwd=ROOT, check=True)
    shutil.rmtree(OUTPUT, ignore_errors=True)
    for folder in ["modules", "symbol-graphs"]:
        os.makedirs(os.path.join(OUTPUT, folder))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        for name, result in workers.map(lambda target: emit(*target), list(targets())):
            if result.returncode != 0:
                print(result.stdout + result.stderr, file=sys.stderr)
                return f"{name}: no symbol graph"
    if not os.listdir(graphs()):
        return "no target was found in .build/debug.yaml"
    archive = os.path.join(OUTPUT, "Dangwu.doccarchive")
    converted = subprocess.run(
        ["docc", "convert", CATALOGUE, "--additional-symbol-graph-dir", graphs(), "--output-dir", archive,
         "--fallback-display-name", "Dangwu", "--fallback-bundle-identifier", "dangwu", "--warnings-as-errors",
         "--disable-parameters-and-returns-validation"], cwd=ROOT)
    if converted.returncode == 0:
        print(os.path.relpath(archive, ROOT))
    return converted.returncode


if __name__ == "__main__":
    sys.exit(main())
