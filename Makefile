# Two commands on a fresh machine: `make demo` and `make test`. boot.py knows how; this file only gives its words to make.
# Another Python: make demo PY=python3.12
PY ?= python3

.DEFAULT_GOAL := help
.PHONY: help install demo lab check test test-long test-all reference lock clean

help:
	@echo "make demo       build the environment and run the demonstration; its last line says which page to open"
	@echo "make lab        JupyterLab on the notebooks, with the demonstration's figures"
	@echo "make test       lint, types and the quick tests (at most 8 minutes on 2 cores)"
	@echo "make test-all   the same and the long tests: whole demonstration, browser, many seeds (at most 30 minutes)"
	@echo "make check      lint and types alone"
	@echo "make reference  the numbers of R that the tests compare with, made again where R is installed"
	@echo "make lock       requirements.lock and constraints.txt anew from pyproject.toml (needs uv)"
	@echo "make clean      remove .venv and the caches"

install demo lab check test test-long test-all reference lock clean:
	@$(PY) boot.py $@
