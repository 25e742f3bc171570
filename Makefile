# make run       build .venv from the hash-locked requirements.lock, start the dashboard
# make demo      open the demonstration: made-up figures, every page marked, gone when it ends
# make test      what `run` builds plus what the tests need, a real PostgreSQL and a real Chromium among it
# make test-long all rounds of what `make test` tries a sample of, and more made-up examples
# make check     lint, format, types, the register, the structure of the tree
# make oracle    reproduce 247 published results of Statistics Canada, from ../shared
# make bench     how fast, each as a ratio measured in the same run
# make audit     known vulnerabilities of what is locked; where nobody can tell, how old the lock is
# make pictures  photograph the demonstration for the README
# make lock      write the locks anew from pyproject.toml

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
# Tests run in JOBS processes, one more than the two cores they are meant for: half of their time they
# wait for a browser, a server or a clock. TESTS=tests/register narrows them.
JOBS ?= 3
TESTS ?= tests

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK_TOOL := uv==0.13.8

# Who has finished takes over what another has not begun, so that all are busy to the end.
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist worksteal --durations=25

.PHONY: run demo test test-long check lint oracle bench audit pictures lock clean
.DELETE_ON_ERROR:

run: $(VENV)/.installed
	@$(BIN)/cluster-dashboard serve --host $(HOST) --port $(PORT)

demo: $(VENV)/.installed
	@$(BIN)/cluster-dashboard serve --demo --host $(HOST) --port $(PORT)

test: lint $(VENV)/.machine
	$(PYTEST) $(TESTS)

test-long: $(VENV)/.machine
	$(PYTEST) -m "long or hypothesis" --hypothesis-profile=thorough $(TESTS)

check: lint
	$(BIN)/python -m pytest -q tests/structure

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/cluster-dashboard check

# Not part of `make test`: the published file is not ours to keep. ORACLE=path names another place.
ORACLE ?=
oracle: $(VENV)/.installed-test
	$(BIN)/python -m tests.progress.oracle $(ORACLE)

bench: $(VENV)/.machine
	$(BIN)/python -m bench

audit: $(VENV)/.installed-test
	$(BIN)/python -m tests.machine.audit

pictures: $(VENV)/.machine
	$(BIN)/python -m docs.take_pictures

# Stamps: a target is made again only when what it is made from has changed.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Installing what requirements.lock names: a minute or two, the first time.'
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	$(PIP) install --quiet --require-hashes -r requirements-test.lock
	@touch $@

# A real PostgreSQL and a real Chromium: the machine's own, else fetched, else a sentence and a stop.
$(VENV)/.machine: tests/machine/prepare.py $(VENV)/.installed-test
	$(BIN)/python -m tests.machine.prepare
	@touch $@

lock: $(VENV)/bin/python
	$(PIP) install --quiet $(LOCK_TOOL)
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --extra build \
		--output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --extra build --extra test \
		--constraint requirements.lock --output-file requirements-test.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
