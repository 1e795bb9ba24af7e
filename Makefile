# Every target is one command of scripts/project.py; `make help` lists them.
# PYTHON=python3.12 picks another interpreter, REPLAYS=<file or folder> names replays,
# ARGS="..." is handed on to the program that runs (pytest, rlcoach, benchmarks).
PYTHON ?= python3
TARGETS := help setup run dev test check prove bench doctor

.DEFAULT_GOAL := help
.PHONY: $(TARGETS)
export REPLAYS ARGS

$(TARGETS):
	@$(PYTHON) scripts/project.py $@
