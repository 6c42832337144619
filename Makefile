# `make lab` and `make test` work from a fresh clone. Everything is installed into $(VENV), nothing outside it.
# Override on the command line: VENV=/path PYTHON=python3.12 TORCH=torch==2.12.0 PYTEST_ARGS="-x tests/unit"

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
TORCH ?= torch==2.13.0
# Without an NVIDIA driver the CUDA build of torch is gigabytes of nothing: offer pip the CPU build, which it prefers,
# when its index answers; else pip's own index decides.
CPU_INDEX := https://download.pytorch.org/whl/cpu
TORCH_INDEX ?= $(shell command -v nvidia-smi >/dev/null || $(PYTHON) -c \
	'import urllib.request as u; u.urlopen("$(CPU_INDEX)/torch/", timeout=5); print("--extra-index-url $(CPU_INDEX)")' 2>/dev/null)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -q
# Two makes at once install one after the other; where there is no flock they had better not be started at once.
LOCK := $(shell command -v flock >/dev/null && echo flock Makefile)

.PHONY: lab test check bench data-report slow-test gpu-test install install-dev locked-install locked-install-dev

lab: install
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/emalign; else $(BIN)/emalign demo; fi

# A test that hangs ends the whole with its stack; those of slow-test and gpu-test may take as long as they need.
HANGS := -o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true --max-worker-restart=0

test: install-dev
	$(BIN)/python -m pytest -m "not gpu and not slow" -n 2 --dist loadfile $(HANGS) $(PYTEST_ARGS)

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

data-report: install-dev
	$(BIN)/python benchmarks/data_report.py $(REPORT_ARGS)

slow-test: install-dev
	$(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

gpu-test: install-dev
	$(BIN)/python -m pytest -m gpu $(PYTEST_ARGS)

install install-dev:
	@$(LOCK) $(MAKE) --no-print-directory locked-$@

locked-install: $(VENV)/.install.done ; @:
locked-install-dev: $(VENV)/.install-dev.done ; @:

$(VENV)/.install.done: pyproject.toml
	@test -n "$(PYTHON)" || { echo "emalign needs Python 3.11, 3.12 or 3.13. Install one, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Installing into $(VENV): torch first, then the rest. This takes some minutes the first time."
	$(PYTHON) -m venv $(VENV)
	$(PIP) $(TORCH_INDEX) "$(TORCH)"
	$(PIP) -e ".[cpu]"
	@touch $@

$(VENV)/.install-dev.done: $(VENV)/.install.done
	$(PIP) -e ".[cpu,dev]"
	@touch $@
