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
	$(GO) test -race -timeout 90m ./...
	@$(MAKE) --no-print-directory same

same: $(GLOSS) ## build the sample twice in folders of different names and compare every byte
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && mkdir "$$dir/one" "$$dir/another-name" && \
	for to in one another-name; do cp -R content gloss.yaml "$$dir/$$to/" && $(GLOSS) build -C "$$dir/$$to" || exit 1; done && \
	diff -r "$$dir/one/public" "$$dir/another-name/public" && echo "two clean builds are equal"

bench: ## run the benchmarks and show what got slower than docs/bench-baseline.txt
	@mkdir -p .bench
	$(GO) test -run '^$$' -bench . -benchmem -count $(BENCHCOUNT) ./... | tee .bench/new.txt
	$(GO) tool benchstat docs/bench-baseline.txt .bench/new.txt

# Hugo 0.152.2 is the newest that this Go builds. Words come from WordNet (Debian: apt-get install wordnet-base).
SCALE ?= 1000 10000 100000 147306
ROUNDS ?= 3
INVENTED ?= 10000 1000000
RUN := $(shell date +%s)
# Nothing is deleted before all is measured: see docs/benchmarks.md.
bench-scale: $(GLOSS) ## build 1,000 to 147,306 terms with Gloss, Hugo and Pagefind in turn, and invented ones with Gloss (docs/benchmarks.md)
	@mkdir -p .bench/bin .bench/npm
	$(GO) build -o .bench/bin/bench ./cmd/gloss/internal/bench
	test -x .bench/bin/hugo || GOBIN=$(CURDIR)/.bench/bin $(GO) install github.com/gohugoio/hugo@v0.152.2
	test -x .bench/npm/node_modules/.bin/pagefind || npm install --silent --prefix .bench/npm pagefind
	for n in $(SCALE); do .bench/bin/bench corpus -terms $$n -dir .bench/scale/$$n && \
		.bench/bin/bench compare -dir .bench/scale/$$n -work .bench/sites-$(RUN)/$$n -gloss $(GLOSS) -hugo .bench/bin/hugo \
			-pagefind .bench/npm/node_modules/.bin/pagefind -rounds $(ROUNDS) || exit 1; done
	for n in $(INVENTED); do .bench/bin/bench corpus -generated -terms $$n -dir .bench/scale/invented-$$n && \
		.bench/bin/bench compare -dir .bench/scale/invented-$$n -work .bench/sites-$(RUN)/invented-$$n -gloss $(GLOSS) -rounds 1 || exit 1; done
	rm -rf .bench/sites-*

LIVE ?= 1000 10000 100000
bench-live: $(GLOSS) ## from a saved file to the changed page in Chromium, beside Hugo's server; then load and memory at full length
	@mkdir -p .bench/bin
	$(GO) build -o .bench/bin/bench ./cmd/gloss/internal/bench
	test -x .bench/bin/hugo || GOBIN=$(CURDIR)/.bench/bin $(GO) install github.com/gohugoio/hugo@v0.152.2
	for n in $(LIVE); do .bench/bin/bench corpus -terms $$n -dir .bench/live/$$n && \
		.bench/bin/bench live -dir .bench/live/$$n -gloss $(GLOSS) -hugo .bench/bin/hugo || exit 1; done
	$(GO) test -v -timeout 60m -run 'TestLoadWhileRebuilding|TestMemoryIsFlat' ./cmd/gloss -long

bench-search: ## quality, bytes and times of search beside MiniSearch and Pagefind, on the sample and on WordNet where wordnet-base is installed
	$(GO) run ./search/bench -content content -peers .bench/search
	@if [ -f /usr/share/wordnet/data.noun ]; then $(GO) run ./search/bench -wordnet /usr/share/wordnet -terms 10000 -peers .bench/search; \
	else echo "WordNet is left out: install it with: sudo apt-get install wordnet-base"; fi

bench-linker: ## precision and recall of the linker on the labelled sample, and on FOLDOC, the Jargon file and perlglossary where dict-foldoc, dict-jargon and perl-doc are installed
	$(GO) test -run '^$$' -bench Linker -benchtime 1x ./cmd/gloss/internal/linker

check-pages: $(GLOSS) ## check pages with Lighthouse, axe-core, vnu, Chromium and Firefox (docs/pages.md); ONLY="disk markup" runs some
	@for tool in node npm; do command -v $$tool >/dev/null || { echo "the checks of pages need $$tool: install it with: sudo apt-get install nodejs npm"; exit 1; }; done
	@mkdir -p .bench/check && cp cmd/gloss/internal/machine/check/*.mjs cmd/gloss/internal/machine/check/package.json .bench/check/
	npm install --silent --no-audit --no-fund --prefix .bench/check
	node .bench/check/pages.mjs $(GLOSS) content .bench/pages $(ONLY)

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
.PHONY: help build serve test check same check-pages bench bench-scale bench-live bench-linker bench-search fuzz clean browser FORCE
