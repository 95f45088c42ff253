# Everything one has to know: make up · setup · test · check · neo4j · bench
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
  command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup up test check readme neo4j lock

setup: $(VENV)/.ready  ## environment from the lock file

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found; say where it is: make PYTHON=…"; exit 1; }
	@echo "Installing into $(VENV) (once)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

up: setup  ## load the sample documents, answer a question, serve the API
	@$(BIN)/stackgraph up

test: setup  ## all tests
	$(BIN)/python -m pytest

check: setup  ## lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

neo4j: setup  ## Neo4j and Neo4j Browser in the foreground, without Docker (needs Java 17 and Maven)
	@$(BIN)/python tools/neo4j/run.py

readme: setup  ## write the tables in README.md anew
	$(BIN)/python -m tests.test_documented

lock:  ## write requirements.lock anew (needs uv); hashes, no index addresses
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock
