# loadline: what a person can ask for. Each target is one script; nothing here needs to be installed first but Rust (rustup),
# Node and make. Tools are fetched when missing into a per-user cache (LOADLINE_CACHE, else ~/.cache/loadline).
SHELL := bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help build demo test bench fmt lint fuzz clean

help: ## show this list
	@echo "make …"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-7s %s\n", $$1, $$2 }' Makefile
	@echo "VERBOSE=1 shows what the tools say; otherwise it is in target/loadline/logs/."

build: ## the wasm file, the npm package in pkg/ and the page in www/dist/
	@scripts/build.sh

demo: ## build, serve the page on this machine and print its address (PORT=… to choose)
	@scripts/demo.sh

test: ## everything that must hold, on four hosts: native, Node, page and worker
	@scripts/test.sh

bench: ## measure both sides natively and in Node, and keep the records
	@scripts/bench.sh

fmt: ## format the Rust, the page and the package
	@scripts/fmt.sh

lint: ## formats, clippy (native and wasm) and the types of the page
	@scripts/lint.sh

fuzz: ## look for files that break the loader (FUZZ_SECONDS=600)
	@scripts/fuzz.sh

clean: ## remove what was built; the tools in the cache stay
	@scripts/clean.sh
