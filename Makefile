# Gloss: what one can make. "make help" lists the targets.

GO ?= go
GLOSS = bin/gloss
FUZZTIME ?= 30s
BENCHCOUNT ?= 6

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(GLOSS): FORCE
	@$(GO) build -o $(GLOSS) ./cmd/gloss

build: $(GLOSS) ## build the command bin/gloss and the sample glossary into public/
	$(GLOSS) build

serve: $(GLOSS) ## build the sample glossary, serve it and rebuild on every change
	$(GLOSS) serve

test: browser ## run every test (installs Chromium on Debian and Ubuntu when it is missing)
	$(GO) test ./...

check: browser ## all that a reviewer would run: format, vet, staticcheck, race tests, two builds compared
	@unformatted=$$(gofmt -l cmd layouts search); test -z "$$unformatted" || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test -race ./...
	@$(MAKE) --no-print-directory same

same: $(GLOSS) ## build the sample twice in folders of different names and compare every byte
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && mkdir "$$dir/one" "$$dir/another-name" && \
	for to in one another-name; do cp -R content gloss.yaml "$$dir/$$to/" && $(GLOSS) build -C "$$dir/$$to" || exit 1; done && \
	diff -r "$$dir/one/public" "$$dir/another-name/public" && echo "two clean builds are equal"

bench: ## run the benchmarks, in the form that benchstat reads
	$(GO) test -run '^$$' -bench . -benchmem -count $(BENCHCOUNT) ./...

bench-linker: ## precision and recall of the linker on the labelled sample, and on FOLDOC and the Jargon file where dict-foldoc and dict-jargon are installed
	$(GO) test -run '^$$' -bench Linker -benchtime 1x ./cmd/gloss/internal/linker

fuzz: ## fuzz each fuzz target for FUZZTIME (default 30s)
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

clean: ## remove what was built
	rm -rf bin .bench
	find public -mindepth 1 ! -name .gitignore -delete

# The browser tests need Chromium. A root shell on Debian or Ubuntu gets it installed; anyone else is told how.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "installing chromium for the browser tests"; apt-get update -qq && apt-get install -qq -y chromium >/dev/null; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		echo "installing chromium for the browser tests"; sudo -n apt-get update -qq && sudo -n apt-get install -qq -y chromium >/dev/null; \
	else \
		echo "the browser tests need Chromium: install it with: sudo apt-get install chromium"; exit 1; \
	fi

FORCE:
.PHONY: help build serve test check same bench bench-linker fuzz clean browser FORCE
