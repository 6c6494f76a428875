# Two commands do everything, each with all the set-up: `make book` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?=

.PHONY: help book test lint lock clean distclean setup readme golden bench benchmark
.DEFAULT_GOAL := help

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The stamp is written last: a set-up that was broken off is done again.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Python 3.11 to 3.13 is needed, found {v[0]}.{v[1]} as $(PYTHON).\nName another one: make book PYTHON=python3.12")'
	@echo "Setting up $(VENV) from requirements.lock ..."
	@rm -f $@ && $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## Set up the environment only

book: $(STAMP) ## Execute what is out of date and build the book
	@$(BIN)/scoledger book $(if $(JOBS),--jobs $(JOBS))

test: $(STAMP) ## Run every test
	@$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

lint: $(STAMP) ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lock: $(STAMP) ## Resolve requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements.lock

clean: ## Remove everything that was built, and keep the environment
	rm -rf _build exports book/status.md book/estimates.md
	find book -mindepth 1 -maxdepth 1 -type d ! -name _static ! -name guides -exec rm -rf {} +
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis

distclean: clean ## Remove the environment too
	rm -rf $(VENV)

readme: $(STAMP) ## Write the findings of the last build into README.md
	@$(BIN)/python -c 'from scoledger.exports import write_readme; from scoledger.paths import Project; write_readme(Project.find())'

golden: $(STAMP) ## Write the golden tables anew (estimates: of the last build), after a change on purpose
	@$(BIN)/python -c 'from scoledger.paths import Project; from scoledger.verdicts.golden import write_golden; print(write_golden(Project.find()), "rows")'
	@$(BIN)/python -c 'from scoledger.exports import write_golden_estimates; from scoledger.paths import Project; print(write_golden_estimates(Project.find()), "estimates")'

bench: book ## Measure how fast notebooks are executed, beside other tools (hours; see benchmarks/README.md)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade --target _build/bench -r benchmarks/requirements.txt
	@PYTHONPATH=_build/bench $(BIN)/python benchmarks/execution.py $(if $(JOBS),--jobs $(JOBS)) --out benchmarks/results/execution.csv $(OPTIONS)
	@$(BIN)/python benchmarks/books.py --out benchmarks/results/books.csv
	@$(BIN)/python benchmarks/sweeps.py $(if $(JOBS),--jobs $(JOBS)) --out benchmarks/results/sweeps.csv
	@$(BIN)/python benchmarks/kept.py

benchmark: $(STAMP) ## Measure anew how reliable the tests are (half an hour)
	@$(BIN)/python benchmarks/inference.py $(if $(JOBS),--jobs $(JOBS))
