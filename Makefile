# The one list of commands. `make demo` and `make test` install what is missing on Debian and Ubuntu and say so.

SWIFT ?= swift
BUILD := $(SWIFT) build -c release --product dangwu
PROGRAM := .build/release/dangwu

PLANNER_PARTS ?=
FIGURES ?=

.PHONY: demo test fuzz bench bench-planner figures schemathesis fuzz-server crash compatibility dist docs format lint build ready

demo: ready build ## the main job from end to end, on the real tree of Shaanxi
	$(PROGRAM) demo

# Tests that kill processes and bound times get the machine to themselves, after all the others; those of the database
# client and of plans, which fill a province, before them. Those that bound the time of single requests or of reading
# come between, for beside a thousand others a request of a few milliseconds waits for half a minute. No more than four
# tests run at once: of hundreds at once each took ten minutes and ran into the limits of the program.
ALONE := EndToEndTests|PostgresTests
TIMED := FuzzTests|ExtremesWalkTests|DeniedWalkTests|ConnectionTests|HostileSchemeTests|AllocationTests|YAMLTests|theTimeOfARefusalSaysNothing|aMillionEmptyRowsAreNoRows
WIDTH ?= 4
TEST := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WIDTH) $(SWIFT) test

test: ready ## every test; starts its own throw-away server
	$(TEST) --skip '$(ALONE)|$(TIMED)'
	$(TEST) --skip-build --filter '$(TIMED)' --skip '$(ALONE)'
	$(TEST) --skip-build --filter PostgresTests
	$(TEST) --skip-build --filter EndToEndTests

CASES ?= 100000

fuzz: ready ## random inputs for every parser, CASES of each
	DANGWU_FUZZ_CASES=$(CASES) $(SWIFT) test --filter 'FuzzTests'

bench: ready build ## figures beside their references, in one run
	$(PROGRAM) bench

figures: ## figures of the sources: bodies, columns, calls, imports, lines
	python3 Tools/figures/figures.py $(FIGURES)

bench-planner: ready build ## the planner on fresh instances, beside HiGHS and CP-SAT where they are installed
	python3 Tools/bench-planner/bench.py --program $(PROGRAM) $(PLANNER_PARTS)

MINUTES ?= 10

schemathesis: ready ## requests made from the OpenAPI document, against a server on a throw-away database
	$(SWIFT) build --product dangwu
	python3 Tools/schemathesis/run.py --minutes $(MINUTES)

compatibility: ready ## lists and ranges on every installed PostgreSQL, in byte order, with ICU and in zh_CN
	$(SWIFT) build --build-tests
	sh Tools/compatibility/run.sh

dist: ready ## an archive that installs without a network (Tools/dist)
	sh Tools/dist/dist.sh

KILLS ?= 100

crash: ready build ## kills of program and database at random moments under writers, with fsync on
	python3 Tools/crash/run.py --program $(PROGRAM) --kills $(KILLS)

REQUESTS ?= 100000

fuzz-server: ready build ## requests mutated to extremes over all routes and roles, many at a time; the server is watched
	python3 Tools/fuzz/run.py --program $(PROGRAM) --requests $(REQUESTS)

build:
	@[ -x $(PROGRAM) ] || echo "The first release build takes about ten minutes on two cores, six of them for libraries; it is shown step by step."
	$(BUILD)

docs: ready ## the pages of Sources/Server/Dangwu.docc with the symbols they link to
	python3 Tools/docs/docs.py

format: ## rewrite the sources in the house's format
	$(SWIFT) format format --in-place --recursive --parallel Sources Tests Tools sql config Package.swift

lint: ## format rules and the repository's own rules
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Tools sql config Package.swift

ready:
	@sh Tools/ready.sh
