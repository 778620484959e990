# Two commands: `make run` and `make test`. Both need Python 3.11 or newer and nothing else.
# The rest is for people who change the bot; CONTRIBUTING.md tells when to use what.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; exit; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test coverage check eval benchmark conversations lint format lock clean

run: $(VENV)/.run
	@$(BIN)/python -m bot

# Two workers take two processors. More threads of the encoders and of linear algebra would wait for
# each other in loops: an encoder takes ten times as long. Files go out in their order, because the
# longest have the fewest tests, and would be left for the end.
test: $(VENV)/.dev
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

coverage: $(VENV)/.dev
	@$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

check: $(VENV)/.run
	@$(BIN)/python -m bot check

eval: $(VENV)/.run
	@$(BIN)/python -m bot eval --gate

benchmark: $(VENV)/.dev
	@$(BIN)/python -m pytest tests/benchmarks/bench_speed.py --benchmark-columns=min,median,max,rounds

# Plays conversations with the real bot, and writes docs/conversations.md and
# docs/moderators-conversations.md.
conversations: $(VENV)/.dev
	@$(BIN)/python -m tests.transcripts

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Installing reads no input: what is piped into `make run` is for the bot.
$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the bot needs into $(VENV), once …" >&2
	@$(INSTALL) -r requirements.lock </dev/null
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV), once …" >&2
	@$(INSTALL) -r requirements-dev.lock </dev/null
	@touch $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found; install one, or run" \
		"make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) </dev/null || { rm -rf $(VENV); echo "This Python cannot make a" \
		"virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

# Resolves pyproject.toml anew. Needs uv on the PATH; writes no registry address.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-header --no-emit-index-url --no-emit-find-links pyproject.toml
lock:
	$(LOCK) --extra encoders --extra postgresql --output-file requirements.lock
	$(LOCK) --extra encoders --extra postgresql --constraint requirements.lock --group dev --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
