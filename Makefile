# Every target sets up what it needs and skips what is already there. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
NODE := node_modules/node/bin/node
PRODUCTS := $(patsubst %/pyproject.toml,%,$(wildcard products/*/pyproject.toml))
OURS := packages/core packages/connectors packages/cli packages/testing services/commerce services/llm_gateway $(PRODUCTS)
APPS := dashboard storefront
STAMP := .make
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export NEXT_TELEMETRY_DISABLED := 1
# Many containers set it: every process would then compile three thousand files anew, each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ── setting up ────────────────────────────────────────────────────────────────────────────────
.PHONY: setup
setup: $(STAMP)/python $(STAMP)/node ## Python environment and node packages

$(STAMP)/python: requirements.lock $(OURS:%=%/pyproject.toml)
	@mkdir -p $(STAMP)
	@tools/need python
	@test -x $(PY) || python3 -m venv $(VENV)
	@$(VENV)/bin/uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	$(VENV)/bin/uv pip install --quiet --python $(PY) -r requirements.lock
	$(VENV)/bin/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation $(OURS:%=-e %)
	@# what an installation imports is compiled now, not by four processes at once at its first start
	$(PY) -m tools.compiled
	@touch $@

$(STAMP)/node: package-lock.json package.json $(wildcard apps/*/package.json packages/*/package.json e2e/package.json)
	@mkdir -p $(STAMP)
	@tools/need node
	@# not `npm ci`: it refuses a lock whose optional packages for other systems a registry does not carry
	npm install --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: build
build: $(APPS:%=$(STAMP)/web-%) ## Build the web applications (skipped when nothing changed)

define web
$(STAMP)/web-$(1): $(STAMP)/node $$(shell find apps/$(1) packages/ui packages/session packages/api-client \( -name node_modules -o -name .next -o -name tests \) -prune -o -type f -print)
	npm run build --workspace apps/$(1) --silent
	@touch $$@
endef
$(foreach app,$(APPS),$(eval $(call web,$(app))))

# ── running ───────────────────────────────────────────────────────────────────────────────────
.PHONY: up
up: setup build ## Start everything; Ctrl-C stops it
	@exec $(VENV)/bin/ecomm up

.PHONY: seed
seed: setup ## Put the demo store's data in (idempotent; `make up` does it once)
	$(VENV)/bin/ecomm seed

# ── proving ───────────────────────────────────────────────────────────────────────────────────
.PHONY: test
test: setup build ## All tests: Python, TypeScript, browser journeys
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	$(MAKE) --no-print-directory test-web
	$(MAKE) --no-print-directory e2e

.PHONY: test-web
test-web: $(STAMP)/node ## Unit tests of the TypeScript packages
	@for room in packages/ui packages/session apps/dashboard apps/storefront; do \
		(cd $$room && ../../$(NODE) ../../node_modules/vitest/vitest.mjs run) || exit 1; \
	done

.PHONY: e2e
e2e: setup build ## Journeys in Debian's Chromium against the running platform
	@tools/need chromium
	$(PY) -m tools.e2e

.PHONY: check
check: setup ## Format, lint, types, import contracts, dependencies, house lints, generated-client drift
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo 2>/dev/null || $(VENV)/bin/lint-imports
	@for room in $(OURS); do \
		said=$$(cd $$room && $(CURDIR)/$(VENV)/bin/deptry --no-ansi src 2>&1) || { echo "$$room: $$said"; exit 1; }; \
	done
	$(PY) -m tools.lints
	$(PY) -m tools.commerce_rules
	$(PY) -m tools.lifecycles
	$(PY) -m tools.generate --check
	npx --no-install biome check --error-on-warnings .
	npm run types --workspaces --if-present --silent

.PHONY: format
format: setup ## Format everything
	$(VENV)/bin/ruff format --quiet .
	$(VENV)/bin/ruff check --quiet --fix .
	npx --no-install biome check --write .

.PHONY: examples
examples: setup ## Record the calls that the API's document shows, then generate from it
	ECOMM_EXAMPLES=1 $(PY) -m pytest services/commerce/tests/security/test_tenant_leak.py
	$(PY) -m tools.generate

.PHONY: pictures
pictures: setup build ## Take the pictures of the merchant's guide anew
	$(PY) -m tools.pictures

.PHONY: chaos
chaos: setup build ## Bad days: kill, freeze and stop things under load, then check every promise
	$(PY) -m e2e.chaos

.PHONY: chaos-short
chaos-short: setup ## One bad minute of it, for continuous integration
	$(PY) -m e2e.chaos short

.PHONY: fuzz
fuzz: setup ## The whole fuzz campaign: every operation as every role, in every phase
	ECOMM_FUZZ_EXAMPLES=$${ECOMM_FUZZ_EXAMPLES:-50} $(PY) -m pytest -n 2 --dist loadfile services/commerce/tests/fuzz

.PHONY: bench
bench: setup build ## Measure CPU and statements per request; report in bench/
	$(PY) -m bench

.PHONY: bench-large
bench-large: setup ## Import of 100,000 products, search over as many, figures of 5 million events; report in bench/
	$(PY) -m bench.large

# ── generating ────────────────────────────────────────────────────────────────────────────────
.PHONY: generate
generate: setup ## OpenAPI document and TypeScript client from the code
	$(PY) -m tools.generate

.PHONY: ours
ours: ## List our packages
	@echo $(OURS)

.PHONY: new-product
new-product: $(STAMP)/python ## Make a product that runs: NAME=shelfwatch
	$(PY) -m tools.new_product $(NAME)

.PHONY: lock
lock: ## Write requirements.lock anew
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
		$(foreach room,$(OURS),--no-emit-package ecomm-$(subst _,-,$(notdir $(room)))) \
		requirements.in $(PRODUCTS:%=%/pyproject.toml) -o requirements.lock
	@sed -i '/^-e /d' requirements.lock

.PHONY: licences
licences: setup ## Licences of third-party packages; fails on GPL/AGPL in what ships
	$(PY) -m tools.licences

.PHONY: clean
clean: ## Remove build output; never touches data in .ecomm
	rm -rf $(STAMP) apps/*/.next apps/*/*.tsbuildinfo packages/*/*.tsbuildinfo e2e/test-results
	find . -name __pycache__ -not -path './node_modules/*' -not -path './.venv/*' -prune -exec rm -rf {} +
