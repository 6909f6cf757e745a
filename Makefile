# Two commands for a stranger: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8765

# Hashes for every platform, and no address of any index.
LOCK    = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
          --no-header --no-annotate

# Two halves of the suite at a time, each to its end.
BESIDE  = $(MAKE) --no-print-directory -k -j2 test-training test-others

.DEFAULT_GOAL := help
.PHONY: help run test test-training test-others fast lint types layers format lock train clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## Make the environment, start the scorer and print its address
	@$(BIN)/bidworthy serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev lint types layers ## Lint, types, layers and every test, those of training beside the others
	@$(BESIDE)

test-training: $(VENV)/.dev
	$(BIN)/python -m pytest $(ONLY) tests/training

test-others: $(VENV)/.dev
	$(BIN)/python -m pytest $(ONLY) --ignore=tests/training

fast: $(VENV)/.dev ## The everyday tests only (no slow ones, no browser)
	@$(BESIDE) ONLY='-m "not slow and not browser"'

lint: $(VENV)/.dev ## Ruff: lint and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## Mypy, strict
	$(BIN)/mypy

layers: $(VENV)/.dev ## The direction of imports
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: $(VENV)/.dev ## Train the default bundle from BIDWORTHY_DATA_DIR
	$(BIN)/bidworthy-train train

lock: ## Renew the lock files (needs uv)
	$(LOCK) --all-extras -o requirements-dev.lock pyproject.toml
	$(LOCK) --extra build -c requirements-dev.lock -o requirements.lock pyproject.toml
	$(LOCK) --extra build --extra postgres -c requirements-dev.lock -o requirements-server.lock pyproject.toml

clean: ## Remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info build dist

# The environment: locked with hashes, then this project itself without its dependencies.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Bidworthy needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run
