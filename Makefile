# `make` lists the targets. Everything that a target needs is installed into .venv by the target itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(READY): requirements/dev.txt
	@python=$$(for each in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	    "$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; \
	  done); \
	if [ -z "$$python" ]; then \
	  echo "cvparser needs Python 3.11 or newer with venv (Debian: apt install python3-venv). Or: make PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	echo "Setting up $(VENV) (once, a minute or two)"; \
	"$$python" -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

.PHONY: setup
setup: $(READY) ## install everything into .venv

.PHONY: demo
demo: $(READY) ## start the service, send it two CVs, print the profiles
	@$(PY) examples/demo.py

.PHONY: serve
serve: $(READY) ## run the service on http://127.0.0.1:8000 until Ctrl-C
	@$(PY) -m cvparser serve

.PHONY: test
# Bytecode is kept, whatever the shell says: tests start hundreds of processes. A worker more than cores, for some wait.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY) ## run all tests
	@workers=$$(( $$(getconf _NPROCESSORS_ONLN) + 1 )); \
	$(PY) -m pytest -q -n $$(( workers < 4 ? workers : 4 )) --dist loadfile --no-loadscope-reorder -m "not install"

.PHONY: test-image
test-image: $(READY) ## run the steps that make the image, without Docker (a minute)
	@$(PY) -m pytest -q -m install tests/architecture

.PHONY: wheel
wheel: $(READY) build/tools/.ready ## build wheel and sdist into dist/, check them, install the wheel anew and use it
	@rm -rf dist
	@$(PY) -m hatchling build -d dist
	@build/tools/bin/twine check --strict dist/*
	@# Migrations are named by their numbers and loaded by Alembic, from files.
	@build/tools/bin/check-wheel-contents --ignore W004 dist/*.whl
	@$(PY) -m pytest -q tests/install

.PHONY: test-chart
test-chart: $(READY) build/tools/.ready ## lint and render the Helm chart, and compare it with deploy/kubernetes
	@$(PY) -m pytest -q tests/architecture/test_kubernetes.py

.PHONY: manifests
manifests: $(READY) build/tools/.ready ## write deploy/kubernetes/cvparser.yaml anew, of the chart
	@build/tools/bin/python deploy/kubernetes/render.py > deploy/kubernetes/cvparser.yaml

.PHONY: test-clients
test-clients: $(READY) build/tools/.ready build/clients/.ready ## generate clients from OpenAPI and run them; lint the document
	@$(PY) -m pytest -q tests/clients/test_generated.py

.PHONY: check
check: $(READY) ## check format, lint, types and import contracts
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache

.PHONY: format
format: $(READY) ## format the code and mend what lint can mend
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

.PHONY: chaos
chaos: $(READY) ## 10,000 jobs while workers, Redis, PostgreSQL and the network break; three seeds (about 40 minutes)
	@$(PY) -m tests.chaos

.PHONY: bench
bench: $(READY) ## measure every figure of benchmarks/README.md (about 15 minutes)
	@$(PY) -m benchmarks.run

.PHONY: bench-guard
bench-guard: $(READY) ## compare twelve hot paths with the parent commit (about two minutes)
	@$(PY) -m benchmarks.guard

.PHONY: bench-hostile
bench-hostile: $(READY) ## submit what once stopped the service, and see whether anybody else notices (about 10 minutes)
	@$(PY) -m benchmarks.hostile

.PHONY: soak
soak: $(READY) ## watch memory, descriptors, threads and files of two set-ups under a modest load (20 minutes)
	@$(PY) -m benchmarks.soak

.PHONY: leaks
leaks: $(READY) ## parse 500 PDFs with one parser of the library, and see what it holds (about two minutes)
	@$(PY) -m benchmarks.embedded leaks

.PHONY: patterns
patterns: $(READY) ## judge every regular expression anew and keep the verdicts (2 minutes)
	@$(PY) -m tests.patterns --all --write

.PHONY: fuzz
fuzz: $(READY) ## look for slow texts, and try the properties on examples that nobody has seen (about 8 minutes)
	@$(PY) -m tests.patterns.search 180
	@for round in 1 2 3 4 5 6 7 8 9 10; do FUZZ=1 $(PY) -m pytest -q -n 2 -m hypothesis tests/unit tests/conformance || exit 1; done
	@FUZZ=1 $(PY) -m pytest -q -n 2 tests/http/test_generated_requests.py tests/benchmarks/test_privacy_terms.py

.PHONY: mutate
mutate: $(READY) ## plant small faults in the domain and count those its tests notice (about an hour)
	@$(PY) -m benchmarks.mutation

.PHONY: bench-scale
bench-scale: $(READY) build/benchmarks/.ready ## compare with two builds of a simpler design under load, and take Redis and workers away
	@$(PY) -m benchmarks.at_scale
	@$(PY) -m benchmarks.outage

.PHONY: bench-privacy
bench-privacy: $(READY) build/peers/.ready ## compare the redactor with four others on labelled CVs
	@$(PY) -m benchmarks.privacy.score

.PHONY: bench-cvs
bench-cvs: $(READY) ## measure how CVs are read: words beside other readers, layouts that nobody has seen (two minutes)
	@$(PY) -m benchmarks.cvs.fidelity
	@$(PY) -m benchmarks.cvs.layouts

build/peers/.ready: requirements/peers.txt
	@rm -rf build/peers && $(PY) -m venv build/peers
	@build/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	@touch $@

build/tools/.ready: requirements/tools.txt
	@rm -rf build/tools && $(PY) -m venv build/tools
	@build/tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

build/clients/.ready: tests/clients/generated/package.json tests/clients/generated/package-lock.json
	@rm -rf build/clients && mkdir -p build/clients && cp $^ build/clients
	@cd build/clients && npm ci --silent --no-audit --no-fund
	@touch $@

build/benchmarks/.ready: requirements/benchmarks.txt
	@rm -rf build/benchmarks && $(PY) -m venv build/benchmarks
	@build/benchmarks/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/benchmarks.txt
	@touch $@

.PHONY: lock
lock: $(READY) ## resolve pyproject.toml anew into requirements/
	@$(PY) -m pip install --quiet uv
	@$(PY) -m uv pip compile --universal --python-version 3.11 --extra all --extra dev --generate-hashes \
	  --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" pyproject.toml -o requirements/dev.txt
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --quiet --custom-compile-command "make lock" requirements/peers.in -o requirements/peers.txt
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --quiet --custom-compile-command "make lock" requirements/tools.in -o requirements/tools.txt
	@$(PY) -m uv pip compile --universal --python-version 3.11 --extra docx --extra encryption --extra oidc --extra openai --extra otel --extra pdf \
	  --extra postgres --extra s3 --extra server --extra worker --constraint requirements/dev.txt --generate-hashes \
	  --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" pyproject.toml -o requirements/service.txt
	@$(PY) -m uv pip compile --universal --python-version 3.11 --constraint requirements/dev.txt --generate-hashes \
	  --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" requirements/build.in -o requirements/build.txt
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --quiet --custom-compile-command "make lock" requirements/benchmarks.in -o requirements/benchmarks.txt

.PHONY: clean
clean: ## remove what make made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist mutants
