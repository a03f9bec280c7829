# make run and make test are all that a newcomer needs; both do their own set-up.
# Nothing is rebuilt that did not change.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

GO_SOURCES  := $(shell find server sync pwa/embed.go -name '*.go' -o -path '*/text/*.json' 2>/dev/null)
APP_SOURCES := $(shell find pwa sync/client -type f \( -path pwa/node_modules -o -path pwa/dist -o -path pwa/e2e \) -prune -o \
	-type f -print 2>/dev/null | grep -vE '^pwa/(node_modules|dist|e2e)/|\.test\.tsx?$$')
VERSION     := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: help run build app test check bench season fmt tools clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

run: bin/portage ## start Portage on http://localhost:8080 (sample town on first start)
	@exec bin/portage serve

build: bin/portage ## bin/portage, everything inside

app: pwa/dist/.built ## the web app alone, into pwa/dist

test: ## everything that CI runs
	@.ci/test

check: ## the quick part of the tests
	@.ci/test check

bench: bin/portage ## measurements, printed with the machine's core count
	@.ci/bench

season: bin/portage ## replay La Ciotat's season into bin/laciotat, and print its figures
	rm -rf bin/laciotat
	bin/portage season laciotat --data bin/laciotat --log-level error
	bin/portage report --data bin/laciotat --from 2020-04-03 --to 2020-07-16

fmt: pwa/node_modules/.installed ## format Go and TypeScript
	@gofmt -w server sync pwa/embed.go
	@npm --prefix pwa run --silent format

tools: bin/tools/staticcheck bin/tools/depguard

clean: ## remove what was built; never touches ./data
	@rm -rf bin .cache pwa/node_modules && find pwa/dist -mindepth 1 ! -name .keep -delete

pwa/node_modules/.installed: pwa/package.json pwa/package-lock.json
	@command -v npm >/dev/null || { echo "Portage needs Node 20 or newer with npm: install it, then run make again."; exit 1; }
	npm --prefix pwa ci --no-audit --no-fund --loglevel=error
	@touch $@

pwa/dist/.built: pwa/node_modules/.installed $(APP_SOURCES)
	PORTAGE_APP_VERSION=$(VERSION) npm --prefix pwa run --silent build
	@touch $@

bin/portage: pwa/dist/.built $(GO_SOURCES) go.mod go.sum
	@command -v go >/dev/null || { echo "Portage needs Go 1.26 or newer: install it, then run make again."; exit 1; }
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X github.com/portage-livraison/portage/server/command.Version=$(VERSION)" -o $@ ./server

bin/tools/staticcheck bin/tools/depguard: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && go build -o ../../bin/tools/ tool
	@touch bin/tools/staticcheck bin/tools/depguard
