# Perd on a fresh machine: needs Python 3.11 or newer, make, and the package registries.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made-from-lock

.PHONY: demo test quick chaos portal prefect declarations format bench clean

demo: $(STAMP)            ## the whole of Perd on this machine; ONCE=1 ends by itself
	$(BIN)/perd demo $(if $(ONCE),--once)

test: $(STAMP)            ## everything: style, types, layers, tests against a real CKAN, Prefect and browser
	$(MAKE) --no-print-directory style
	$(BIN)/python -m pytest -n 2 --dist loadfile

quick: $(STAMP)           ## the developer's loop: no servers
	$(MAKE) --no-print-directory style
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not live and not prefect and not browser and not slow"

chaos: export CHAOS_FAULTS ?= 500
chaos: export CHAOS_KILLS ?= 200
chaos: export CHAOS_ROWS ?= 100000
chaos: export CHAOS_ROUNDS ?= 100
chaos: $(STAMP)           ## the long version of what breaks off and goes wrong; prints the counts and what came of it
	$(BIN)/python -m pytest -s -m chaos

bench: $(STAMP)           ## measure everything, on a quiet machine: docs/bench.md
	$(BIN)/python -m bench $(BENCHES)

style: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

portal: $(STAMP)          ## the embedded CKAN alone
	$(BIN)/perd portal up

prefect: $(STAMP)         ## Prefect's server, a worker and the deployments on this machine
	$(BIN)/perd prefect

declarations: $(STAMP)    ## write the generated files anew: JSON Schemas for editors, docs/rules.md, docs/decisions.md
	$(BIN)/python -m flows.catalogue.json_schema
	$(BIN)/python -m flows.checks.rules_page > docs/rules.md
	$(BIN)/python -m flows.decision_table.page > docs/decisions.md

format: $(STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The environment comes from the lock alone: uv in the version that the lock names, then exactly what the lock names.
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $$(grep -oE '^uv==[^ ;]+' requirements.lock)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

clean:                    ## stop the portal and remove all that was made
	-test ! -x $(BIN)/perd || $(BIN)/perd portal reset
	-test ! -x $(BIN)/perd || $(BIN)/perd portal reset --profile plain
	-for home in .perd/tests/*/*/; do test ! -d "$$home" || $(BIN)/python -m devportal reset --home "$$home"; done
	rm -rf .venv .perd .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build *.egg-info
