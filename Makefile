# Everything one has to know: make up · setup · test · check · neo4j · bench
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup up test check neo4j lock

setup: $(VENV)/.ready  ## environment from the lock file

$(VENV)/.ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

up: setup  ## load the sample documents, answer a question, serve the API
	$(BIN)/stackgraph up

test: setup  ## all tests
	$(BIN)/python -m pytest

check: setup  ## lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

lock:  ## write requirements.lock anew (needs uv); hashes, no index addresses
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock
