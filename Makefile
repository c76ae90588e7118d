# On a machine with nothing but Python 3.11 these two work: `make demo` and `make test`.

PYTHON := $(shell for python in python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo test lint bench bench-load bench-rules bench-comparison bench-annotation bench-intake corpus fuzz rules-truth \
	bench-identity bench-febrl bench-identity-scale bench-identity-kills bench-nation docs lock

setup: $(READY)

# The environment is made once, and again only when the lock changes. Compiled as pip compiles packages: whoever runs csdl may not be
# allowed to write into this folder, and 130 modules would be compiled at every start.
$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "csdl needs Python 3.11 or newer: install python3.11, then run make again."; exit 2; }
	@echo "Installing the pinned libraries into .venv (some minutes, once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q assets csdl pipelines schemas
	@touch $@

demo: $(READY)
	@$(BIN)/csdl demo

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# What is promised of speed and memory: the whole way, a million learners under all rules, a nation compared.
bench: bench-load bench-rules bench-comparison

# From schools' files to a release, beside bare reading and beside the pipeline one would write.
bench-load: $(READY)
	@$(BIN)/python -m benchmarks.run

# All provinces over four collections, a school each (SCHOOLS=5: five), a quarter of an hour: what costs grow with partitions, and who is who.
bench-nation: $(READY)
	@$(BIN)/python -m benchmarks.nation --schools $(or $(SCHOOLS),1)

# Validating a million learners with all rules on, and the rules that cost most.
bench-rules: $(READY)
	@$(BIN)/python -m benchmarks.rules

# Schools of a nation compared, some 5 GB of disk; LEARNERS=2400000: of a tenth of it.
bench-comparison: $(READY)
	@$(BIN)/python -m benchmarks.comparison $(LEARNERS)

# The school's own workbook with its cells marked: workbooks a second, beside openpyxl.
bench-annotation: $(READY)
	@$(BIN)/python -m benchmarks.annotation

# What becomes of odd files and old encodings: CORPUS is a folder of them.
corpus: $(READY)
	@$(BIN)/python -m benchmarks.corpus $(CORPUS)

# Damaged files through the whole way, for SECONDS, from a SEED.
fuzz: $(READY)
	@$(BIN)/python -m benchmarks.fuzz $(or $(SECONDS),120) $(or $(SEED),1)

# Workbooks of every shape and format against their truth, and the speed of reading against bare fastexcel.
bench-intake: $(READY)
	@$(BIN)/python -m benchmarks.intake

# Every planted mistake against what the rules say of it: 200 schools, some minutes; SCHOOLS=30 while a rule is made.
rules-truth: $(READY)
	@$(BIN)/python -m benchmarks.rules_truth $(SCHOOLS)

# Who identity takes made-up learners to be, against the truth: precision, recall, what waits, by strategy. SEEDS="1 2 3": several provinces.
bench-identity: $(READY)
	@$(BIN)/python -m benchmarks.identity --seeds $(or $(SEEDS),1)

# The same on records that others made up: FOLDER has the CSV files of FEBRL (benchmarks/febrl.py says where from).
bench-febrl: $(READY)
	@$(BIN)/python -m benchmarks.febrl $(FOLDER)

# What identity costs as the register grows, carried on to a nation.
bench-identity-scale: $(READY)
	@$(BIN)/python -m benchmarks.identity_scale

# Identity killed at 50 random moments.
bench-identity-kills: $(READY)
	@$(BIN)/python -m benchmarks.identity_kills

docs: $(READY)
	@$(BIN)/python -m schemas.dictionary
	@$(BIN)/python -m pipelines.rulebook.page

# Pins pyproject.toml anew for every platform and Python from 3.11 on; needs the tool uv.
lock:
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet --output-file requirements.lock
