# Everything runs in .venv, which the first target makes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCKED := --constraint requirements.lock --editable
# `kedro jupyter` and `kedro ipython` look for their programs on the path
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help install data run test test-browser chaos lint format bench viz notebook lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

install: .venv/installed ## make .venv and install the project at its locked versions

data: .venv/installed ## fetch the two files of the offline default, once
	@$(BIN)/python -m review_sentiment.fetch

run: data ## the whole of it: from the sample reviews to the comparison
	@$(BIN)/kedro run

test: .venv/installed-test ## run the tests, offline
	@$(BIN)/python -m pytest

test-browser: .venv/installed-test ## open the report in a headless Chromium, which has to be installed
	@$(BIN)/python -m pytest -m browser

chaos: .venv/installed-test ## kill runs at random moments and resume them: make chaos ARGS="--kills 10 --env base"
	@$(BIN)/python tests/chaos.py $(ARGS)

lint: .venv/installed-test ## check style, types and that the notebooks hold no output
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/nbstripout --verify notebooks/*.ipynb

format: .venv/installed-test ## put style right
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/nbstripout notebooks/*.ipynb

bench: .venv/installed-bench data/03_primary/reviews.parquet ## measure against the stock Trainer: make bench ARGS="--table FILE"
	@$(BIN)/python benchmarks/run.py $(ARGS)

data/03_primary/reviews.parquet: | data
	@$(BIN)/kedro run --pipelines data_processing

viz: .venv/installed ## browse the pipelines and their results
	@$(BIN)/kedro viz run

notebook: .venv/installed ## open the notebooks
	@$(BIN)/kedro jupyter lab

lock: .venv/installed-test ## write requirements.lock anew from pyproject.toml
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --quiet --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock

clean: ## remove what runs have written, but not what was fetched or installed
	rm -rf data/0[2-8]*/* data/test data/imdb data/full .viz build kedro.log*

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11, 4) or sys.exit("Python 3.11.4 or newer is needed; " \
		f"$(PYTHON) is {sys.version.split()[0]}. Name another one: make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml requirements.lock
	$(PIP) install --quiet --progress-bar off $(LOCKED) .
	@touch $@

.venv/installed-test: .venv/installed
	$(PIP) install --quiet --progress-bar off $(LOCKED) '.[test]'
	@touch $@

.venv/installed-bench: .venv/installed
	$(PIP) install --quiet --progress-bar off $(LOCKED) '.[bench]'
	@touch $@
