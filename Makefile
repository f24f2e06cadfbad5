# Sets up and runs the project. Python 3.11 or newer, make and a package registry are all it needs; everything is
# installed into .venv. `make PYTHON=/path/to/python3 install` chooses the Python that .venv is made with.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install chromium chat test lint soak eval constraints clean

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PYTHON ?=
TORCH := $(shell sed -n 's/^torch==//p' constraints.txt)
CPU_WHEELS := https://download.pytorch.org/whl/cpu

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# An environment that happens to be active has no say in what runs in .venv.
unexport PYTHONHOME
unexport VIRTUAL_ENV

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(STAMP) ## Set up .venv with everything the program and its checks need

# Debian's own package: Playwright's download of a browser is not used. Without root or apt the tests in a browser are
# skipped, which pytest's summary says, and everything else runs.
chromium: ## Install Chromium for the tests in a browser, where this is Debian and the user is root
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then \
	  :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } \
	    || echo "Chromium could not be installed: the page will NOT be tested in a browser." >&2; \
	else \
	  echo "No Chromium, and no root or apt-get to install it: the page will NOT be tested in a browser." >&2; \
	fi

chat: install ## Open the browser chat on the bundled bulletin
	@$(PY) -X utf8 app.py

test: install ## Run every check: style, types, tests
	@$(MAKE) --no-print-directory lint
	$(PY) -m pytest

lint: install ## Check style (ruff) and types (mypy)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

soak: install ## Run the long tests: a writer killed a hundred times, three hundred damages
	$(PY) -m pytest -m soak

eval: install ## Measure retrieval and answers on the bundled questions
	$(PY) -m eval.retrieval
	$(PY) -m eval.answers

# To take a newer release: `.venv/bin/python -m pip install --upgrade NAME`, `make test`, then this. GPU libraries, which
# the ordinary build of torch brings on Linux, are left out, and so is the `+cpu` of torch's version: a plain
# `torch==VERSION` accepts the CPU build as well.
constraints: install ## Write the versions that .venv holds to constraints.txt
	@{ echo "# The exact versions that the project is tested with; written by \`make constraints\`."; \
	  $(PY) -m pip freeze --all --exclude pip --exclude-editable \
	    | sed -n 's/^\([A-Za-z0-9._-]*==[^+ ]*\).*$$/\1/p' \
	    | grep -viE '^(nvidia-|cuda-|triton=)'; } > constraints.new
	@mv constraints.new constraints.txt
	@touch $(STAMP)
	@echo "constraints.txt: $$(grep -c == constraints.txt) packages"

clean: ## Remove .venv and all caches
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .gradio
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@for python in $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3 python); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Found no Python 3.11 or newer ($(or $(PYTHON),python3) says: $$($(or $(PYTHON),python3) --version 2>&1))." >&2; \
	  echo "Install Python 3.11, or name one: make PYTHON=/path/to/python3.11 install" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python ($$("$$python" --version)) cannot make virtual environments: its venv module is missing." >&2; \
	  echo "On Debian and Ubuntu: apt install $$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version). The first time takes a few minutes and about 2 GB of disk."; \
	"$$python" -m venv --clear $(VENV)

# On Linux the registry's torch brings several GB of CUDA libraries, which nothing here uses, so its CPU build is asked for
# first. One probe of a few seconds decides, and a host that answers gets pip's usual patience. The CPU index is asked for
# torch alone; what torch needs comes from the registry with the rest. `make CPU_WHEELS=https://… install` names a mirror.
$(STAMP): pyproject.toml constraints.txt $(PY)
	@if $(PY) -c 'import importlib.metadata as m, sys; sys.exit(m.version("torch").split("+")[0] != "$(TORCH)")' 2>/dev/null; then \
	  :; \
	elif [ "$$(uname -s)" = Linux ]; then \
	  if timeout 8 $(PY) -c 'import urllib.request as r; r.urlopen("$(CPU_WHEELS)/torch/", timeout=4).close()' 2>/dev/null; then \
	    $(PY) -m pip install --no-deps --index-url $(CPU_WHEELS) "torch==$(TORCH)" \
	      || echo "The CPU build of torch could not be fetched; taking the registry's, which may be several GB."; \
	  else \
	    echo "The site with torch's CPU builds is out of reach; taking the registry's, which may be several GB."; \
	  fi; \
	fi
	$(PY) -m pip install -c constraints.txt -e '.[dev]'
	@touch $@
