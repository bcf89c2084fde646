# Forbear's commands. `make help` lists them. Needs only Python 3.11 or newer (with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
export FORBEAR_HOME ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all spark lint bench lock messages clean

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with everything locked in requirements/dev.txt

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Forbear needs Python 3.11 or newer; this is $$($(PYTHON) -V). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python has no venv module. On Debian or Ubuntu: apt install python3-venv"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages (about a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt || \
	  { echo "The packages could not be installed: pip says why above. Is a package index within reach?"; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## make the demo bank, run its days, serve the site (ARGS="--no-serve --people 500")
	@$(BIN)/forbear demo $(ARGS)

test: setup ## the core suite: rooms, browser, a real mail server (ARGS="-k gate")
	@env -u FORBEAR_HOME $(BIN)/python -m pytest $(ARGS)

spark: setup ## add the cluster engine, so that its tests run (needs Java 17)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt

test-all: test ## the core suite, then the slow second stage
	@env -u FORBEAR_HOME $(BIN)/python -m pytest -m slow $(ARGS)

lint: setup ## style, types and the import contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## every benchmark, into bench/RESULTS.md
	@$(BIN)/forbear bench all --save

lock: setup ## renew the locked requirements (needs uv)
	uv pip compile pyproject.toml --group dev --extra fit --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --quiet -o requirements/dev.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --quiet -o requirements/base.txt
	uv pip compile pyproject.toml --group dev --extra fit --extra spark --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url --quiet -o requirements/spark.txt

messages: ## compile the translations (needs gettext's msgfmt)
	@for po in forbear/*/locale/*/LC_MESSAGES/django.po; do msgfmt --check -o "$${po%.po}.mo" "$$po"; done

clean: ## remove .venv and the demo's data
	rm -rf .venv var
