# Every habit of the house. `make` alone lists them.

SHELL   := /bin/sh
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
CLIENTS := $(VENV)/clients
PIP     := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
TESTS   ?= tests

.DEFAULT_GOAL := help
.PHONY: help demo test check fix docs bench faults lock clean chromium clients

help: ## list these habits
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(VENV)/.demo ## run an exercise instance on PORT (8000) until Ctrl-C
	@exec $(BIN)/penstock demo

test: $(VENV)/.dev chromium clients ## run every test, with a real PostgreSQL and a real browser (TESTS=path for some)
	@$(BIN)/python -m pytest -n 2 $(TESTS)

check: $(VENV)/.dev ## look for faults without running the house: style, types, floors, templates, migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/architecture

fix: $(VENV)/.dev ## let the machine correct style where it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.dev ## write the generated part of docs/reference again
	$(BIN)/python -m scripts.reference

bench: $(VENV)/.dev ## measure; every script of bench/ in turn
	@set -e; for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script; done

faults: $(VENV)/.dev ## the long campaigns: processes killed by the hundred while people work
	@$(BIN)/python -m pytest -m faults $(TESTS)

lock: $(VENV)/.dev ## resolve the dependencies of pyproject.toml again (the only target that asks for new versions)
	$(COMPILE) --upgrade --group build --group dev pyproject.toml -o requirements-dev.txt
	$(COMPILE) --group build -c requirements-dev.txt pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade --group pyproject.toml:clients -o requirements-clients.txt

clean: ## forget the demo's data, the virtual environment and every cache
	rm -rf var $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

chromium: $(VENV)/.dev
	@scripts/chromium

clients: $(VENV)/.dev $(CLIENTS)/.made
	@scripts/clients

# The stamps say what is installed. The developers' requirements contain the demo's. Files are readable by all (umask),
# since PostgreSQL runs under an account of its own when root starts it.
define install
	@echo "penstock: installing $(1) into $(VENV) (only when it changes) ..."
	@umask 022 && $(PIP) install -qq --require-hashes --requirement $(1)
	@umask 022 && $(PIP) install -qq --no-index --no-deps --no-build-isolation --editable .
endef

$(VENV)/.demo: requirements.txt | $(VENV)/.made
	$(call install,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.made
	$(call install,requirements-dev.txt)
	@touch $(VENV)/.demo $@

$(CLIENTS)/.made: requirements-clients.txt | $(VENV)/.dev
	@echo "penstock: installing libraries in Python for the tests ..."
	@rm -rf $(CLIENTS) && umask 022 && $(PYTHON) -m venv $(CLIENTS)
	@umask 022 && $(CLIENTS)/bin/python -m pip --disable-pip-version-check install -qq --require-hashes --requirement requirements-clients.txt
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "penstock: Python 3.11 or later is needed as $(PYTHON); name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "penstock: Python's venv is missing; as root: apt-get install python3-venv" >&2; exit 1; }
	@rm -rf $(VENV) && umask 022 && $(PYTHON) -m venv $(VENV) && touch $@
