# Each target is one command of xtask; what it needs is set up on the way.

TOOLCHAIN := $(shell sh xtask/toolchain.sh)
ifeq ($(TOOLCHAIN),)
$(error no Rust toolchain for the browser's half; the remedy is printed above)
endif
export RUSTUP_TOOLCHAIN := $(TOOLCHAIN)

.PHONY: run test soak check bench dev release site
.DEFAULT_GOAL := run

run: ## Build everything, start the demo, print its address and logins
	@cargo xtask run

test: ## Every test, in a real browser too
	@cargo xtask test

soak: ## Faults at full length: what `make test` does a little of, in a release build
	@cargo xtask soak

check: ## Formatting and lints
	@cargo xtask check

bench: ## Measure
	@cargo xtask bench

dev: ## Rebuild and restart at every change
	@cargo xtask dev

release: ## Build for production
	@cargo xtask release

site: ## The browser's half only
	@cargo xtask site
