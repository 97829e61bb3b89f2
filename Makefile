# Every target sets itself up: `make demo` and `make test` need a Python from 3.11 on, nothing else.

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint format types layers package docs clean

help: ## Show the targets.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 12

demo: $(READY) ## Lint the examples.
	@$(BIN)/tflint-sagemaker check examples; status=$$?; \
	  [ $$status -le 1 ] || exit $$status; \
	  echo; echo "That was: tflint-sagemaker check examples (exit status $$status: the examples have faults)"

test: $(READY) ## Run the whole test suite.
	$(BIN)/pytest -n 2 --dist loadgroup

lint: $(READY) ## Check style and format.
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(READY) ## Format the code.
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

types: $(READY) ## Check types.
	$(BIN)/mypy

layers: $(READY) ## Check who imports whom.
	$(BIN)/lint-imports

docs: $(READY) ## Write the generated pages anew: README table, docs/rules, docs/coverage.md.
	$(BIN)/python tools/docs.py

package: $(READY) ## Build, install the wheel elsewhere and run it there.
	$(BIN)/python tools/package.py

clean: ## Remove what the targets made.
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# PYTHON names an interpreter; without it the first that is new enough is taken.
$(READY): pyproject.toml
	@set -eu; for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3.14 python3 python); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
	  echo "make: no Python from 3.11 on was found; say which to use: make PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($$found --version) ..."; \
	$$found -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
