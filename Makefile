# Everything from a fresh clone with Python ≥ 3.11 and make: `make run`, then open the address it prints.
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench assets lock pictures clean

run: .venv/installed assets
	@$(BIN)/brp db upgrade
	@$(BIN)/brp seed
	@$(BIN)/brp index sync
	@$(BIN)/brp worker --once > /dev/null & PORT=$(PORT) $(BIN)/brp serve  # listings are read while pages are served

test: .venv/installed-dev assets
	$(BIN)/pytest

# What CI does before the tests.
check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed-dev assets
	$(BIN)/python -m tests.benchmarks $(BENCH)

# Node.js ≥ 20 from PATH, else from PyPI into the virtual environment: see the script.
assets: .venv/installed
	@sh frontend/build.sh

lock: .venv/installed
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --quiet --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --quiet --no-header --extra dev \
		-c requirements.lock pyproject.toml -o requirements-dev.lock

pictures: .venv/installed-dev assets
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf .venv node_modules directory/static .mypy_cache .ruff_cache .pytest_cache

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Il faut Python 3.11 ou plus récent (essayez : make run PYTHON=python3.12)"; exit 1; }
	@echo "Installation des paquets Python…"
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --requirement requirements.lock
	@$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installation des outils de test…"
	@$(BIN)/pip install --quiet --requirement requirements-dev.lock
	@touch $@
