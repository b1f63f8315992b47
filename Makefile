# Targets are one line each where they can be.  Everything runs in .venv, which `make setup` makes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS := $(VENV)/.peers
PYTEST := $(BIN)/python -m pytest
VERSION := import sys; print(*sys.version_info[:2])

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := all
.PHONY: all help setup compiled examples payloads format lint types floors test generate golden fidelity fuzz-conformance conformance bench mutation-bench docs build clean

all: setup examples ## set up, then validate the example payloads

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv and install this project in it, with all that its development needs
ifneq ($(origin PYTHON),file) # who names one wants to know what that says
	@test "$$($(PYTHON) -c '$(VERSION)')" = "$$($(BIN)/python -c '$(VERSION)')" \
		|| { echo "expected .venv to be of $(PYTHON), found another version's: run make clean first" >&2; exit 2; }
endif

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "expected Python 3.11 or later, found " + sys.version.split()[0] + ": run make PYTHON=python3.12, or another")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) # also where that broke off before
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(BIN)/python -m compileall -q src  # an environment that writes no bytecode would compile at every start
	@touch $@

examples: setup ## validate the example payloads; those that are wrong on purpose have to be refused
	$(BIN)/schemawright validate
	@echo; echo "What it says of those that are wrong (examples/README.md): schemawright validate examples/payloads/invalid"

compiled: setup
	@$(BIN)/python -m compileall -q src

payloads: setup ## make the example payloads again
	$(BIN)/python -m examples.make_payloads

format: setup ## format the code, and correct what the linter can
	$(BIN)/ruff format . && $(BIN)/ruff check --fix-only --quiet .

lint: setup ## check the code's form
	$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: setup ## check the types
	$(BIN)/mypy

floors: setup ## check that modules import downward only
	$(BIN)/lint-imports

test: setup ## run the tests
	$(PYTEST) --numprocesses auto

generate: setup ## make generated/ again from the schemas
	$(BIN)/schemawright generate

golden: setup ## make the modules in tests/golden again, and the metaschemas' in the runtime
	$(BIN)/python tests/golden/test_golden.py

fidelity: setup ## how exactly generated classes are their schemas
	$(BIN)/python tests/fidelity/measure.py

fuzz-conformance: setup ## how the fuzzer does on every schema of the official suite
	$(BIN)/python tests/fuzz_conformance/measure.py

conformance: setup ## run the official suites
	$(PYTEST) --numprocesses auto tests/conformance

bench: compiled $(PEERS) ## measure start-up, throughput and memory, beside others
	$(BIN)/python -m benchmarks

$(PEERS): $(STAMP)
	@$(BIN)/python -m pip install --quiet --editable '.[dev,peers]'
	@touch $@

mutation-bench: setup ## how many wrong schemas and validators the fuzzer's records find
	$(BIN)/python -m benchmarks.mutation

docs: setup ## run every command that the docs show
	$(PYTEST) tests/contracts/test_docs.py

build: setup ## make the wheel in dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## remove what was made, .venv too
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
