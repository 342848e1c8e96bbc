# Everything from a fresh machine with Python (and pip), make and git: `make demo` or `make test` alone.
# Both are quick the second time: what is already there is probed for, not installed again.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.tieout-setup

# Tesseract's own threads slow it down where several pages are read at once.
export OMP_THREAD_LIMIT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup system demo test clean

help:
	@echo "make demo    install what is needed, process the sample desk and open the window"
	@echo "make test    install what is needed and run every check"
	@echo "make setup   install what is needed, nothing else"
	@echo "make clean   remove the virtual environment, caches and builds"

setup: system $(STAMP)

system:
	@.ci/system-packages

$(STAMP): pyproject.toml constraints.txt .ci/virtual-environment
	@.ci/virtual-environment $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: setup
	$(BIN)/tieout demo

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
