# From a clone to a blend: `make build`. From a change to a verdict: `make test`. `make` alone says the rest.

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# What may be said on the command line: make build RECIPE=stem_heavy DEVICE=cpu PYTHON=python3.12
RECIPE ?= stem_heavy
DEVICE ?= $(shell nvidia-smi -L >/dev/null 2>&1 && echo cuda || echo cpu)
PYTHON ?= $(shell for python in python3.11 python3.12 python3; do \
  $$python -c '$(SUITS)' 2>/dev/null && echo $$python && break; done)
SUITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --no-deps
TORCH := $(shell sed -n 's/.*"torch==\([^"]*\)".*/\1/p' pyproject.toml)
TORCH_INDEX := https://download.pytorch.org/whl/cpu

# Nothing of the user's own Python may leak in.
export PYTHONNOUSERSITE := 1
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: help build env dev test lint bench notebooks lock clean distclean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

build: env ## a blend, from nothing: make the environment, then build RECIPE (stem_heavy)
	@echo "build: recipe $(RECIPE)"
	$(BIN)/curate build --recipe $(RECIPE)

env: .venv/.has-curate ## the environment that a build needs, in .venv

dev: .venv/.has-dev ## the same, with the tools that tests and notebooks need

test: dev ## everything: lint, types, import contracts, tests, the shelves' own examples, notebooks
	@$(MAKE) --no-print-directory lint
	@echo "test: the shelves' own examples"
	$(BIN)/curate check
	@echo "test: pytest"
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest
	@$(MAKE) --no-print-directory notebooks

lint: dev ## style, format, types, import contracts
	@echo "lint: ruff, pyright, import-linter"
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/lint-imports

bench: dev ## each claim of speed, against its rivals
	@for script in benchmarks/*.py; do echo "bench: $$script"; $(BIN)/python "$$script"; done

notebooks: dev ## run every notebook from top to bottom
	@echo "notebooks: notebooks/*.ipynb"
	$(BIN)/jupyter execute notebooks/*.ipynb

clean: ## remove what builds and tools left (the store too), but not .venv
	rm -rf .curate out dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0r rm -rf

distclean: clean ## the same, and .venv
	rm -rf .venv

# The environment. Each stamp is newer than what it was made from, so a second run does nothing, and a new lock installs.
# Making it for another device starts over: the two vLLMs do not live together.

.venv/.for-$(DEVICE):
	@$(if $(PYTHON),,$(error curate needs Python 3.11 or 3.12, and none was found; say where: make PYTHON=/path/to/python3.11))
	@$(PYTHON) -c '$(SUITS)' || { echo "curate needs Python 3.11 or 3.12, not $$($(PYTHON) -V)" >&2; exit 1; }
	@echo "environment: .venv for $(DEVICE), from $$($(PYTHON) -V)"
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.has-torch-$(TORCH): | .venv/.for-$(DEVICE)
	@echo "environment: torch $(TORCH), CPU build"
	@$(PIP) "torch==$(TORCH)+cpu" 2>/dev/null \
	  || $(PIP) --retries 1 --index-url $(TORCH_INDEX) "torch==$(TORCH)+cpu" \
	  || { echo "no CPU build of torch $(TORCH), neither where pip looks nor at $(TORCH_INDEX): set PIP_FIND_LINKS to a folder that has one" >&2; exit 1; }
	@touch $@

.venv/.has-$(DEVICE): $(DEVICE).lock $(if $(filter cpu,$(DEVICE)),.venv/.has-torch-$(TORCH)) | .venv/.for-$(DEVICE)
	@echo "environment: $(DEVICE).lock (about a minute)"
	@$(PIP) --require-hashes -r $<
	@touch $@

.venv/.has-curate: pyproject.toml .venv/.has-$(DEVICE)
	@echo "environment: curate itself, editable"
	@$(PIP) --no-build-isolation -e .
	@touch $@

.venv/.has-dev: dev.lock .venv/.has-curate
	@echo "environment: dev.lock"
	@$(PIP) --require-hashes -r $<
	@touch $@

# The locks. Why there are several, and why torch is in none of them: docs/adr/0002-locks.md
# `make lock` keeps the versions that the locks have where it can; `make lock UPGRADE=--upgrade` takes the newest.

# Not for us: these build with a compiler, test verl, or start a web server.
UNUSED := llm llama-cpp-python pytest-asyncio pytest-rerunfailures fastapi-cli
# No CPU build, no use without CUDA, or (wandb) asks a service; torch itself is installed apart.
UNUSED_ON_CPU := $(UNUSED) torch torchvision torchaudio torchcodec triton wandb

COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet $(UPGRADE) --generate-hashes --annotation-style line \
  --python-version 3.11 --python-platform x86_64-manylinux_2_28 --custom-compile-command "make lock"

lock: dev ## resolve the lock files anew
	@echo "lock: cpu.lock dev.lock core.lock cuda.lock"
	$(COMPILE) --excludes <(printf '%s\n' $(UNUSED_ON_CPU)) --group build --extra cpu --extra train -o cpu.lock
	$(COMPILE) --excludes <(printf '%s\n' $(UNUSED_ON_CPU)) --extra dev --extra notebooks -c cpu.lock -o dev.lock
	$(COMPILE) --group build -c cpu.lock -o core.lock
	$(COMPILE) --excludes <(printf '%s\n' $(UNUSED)) --group build --extra cuda --extra train --extra smollm2 -c dev.lock -o cuda.lock
