# `make demo` and `make test` are all that a newcomer needs; the others are for those who build Dabir.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# Much of a test is waiting for processes; a file stays on one worker, so what it has started serves all of its tests.
WORKERS ?= 2
SIDE_BY_SIDE := -n $(WORKERS) --dist loadfile
OFF := not network and not model and not gpu

.PHONY: help demo lint test check test-slow bench bench-quick bundle demo-checkpoint format clean

help:
	@echo "make demo             transcribe the bundled Persian voice note (no torch, no system packages)"
	@echo "make test             everything that must hold: lint, types, contracts, tests; pictures of the app in build/tour"
	@echo "make check            its quick part, two minutes"
	@echo "make test-slow        large counts, hours of sound, real sizes"
	@echo "make bench            side-by-side runs against named peers"
	@echo "make bench-quick      the same in ten minutes; JSON=PATH says where the report goes"
	@echo "make bundle           the desktop app as a folder that needs no Python: dist/dabir"
	@echo "make demo-checkpoint  train the bundled demo checkpoint again, from nothing"

.venv/.dabir-base: pyproject.toml constraints.txt
	@scripts/prepare.sh base $(PYTHON)

.venv/.dabir-dev: pyproject.toml constraints.txt
	@scripts/prepare.sh dev $(PYTHON)

demo: .venv/.dabir-base
	@$(BIN)/dabir transcribe samples/demo.ogg --model demo --language fa --to srt --out demo-out

lint: .venv/.dabir-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint
	$(PYTEST) $(SIDE_BY_SIDE) -m "not slow and not long and $(OFF)"

test: lint
	DABIR_TOUR_PICTURES=$(CURDIR)/build/tour $(PYTEST) $(SIDE_BY_SIDE) -m "not slow and $(OFF)"

test-slow: .venv/.dabir-dev
	$(PYTEST) --timeout 7200 -m "slow and $(OFF)"

bench: .venv/.dabir-dev
	$(BIN)/python -m benchmarks $(if $(JSON),--json $(JSON))

bench-quick: .venv/.dabir-dev
	$(BIN)/python -m benchmarks --quick $(if $(JSON),--json $(JSON))

BUNDLE := build/venv/bin/python

build/venv/.dabir-bundle: pyproject.toml constraints.txt
	@scripts/prepare.sh bundle $(PYTHON)

bundle: build/venv/.dabir-bundle
	$(BUNDLE) -m pip install --quiet --no-deps --force-reinstall .
	$(BUNDLE) -m PyInstaller --noconfirm --clean --log-level WARN --distpath dist --workpath build/freezing packaging/dabir.spec
	$(BUNDLE) packaging/check.py dist/dabir

demo-checkpoint: .venv/.dabir-dev
	$(BIN)/python -m dabir_training.demo all --run training/dabir_training/runs/demo_fa.toml

format: .venv/.dabir-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv demo-out build dist
