# hallyu: `make run` starts a store with content in it, `make test` proves that all of it works.

export CGO_ENABLED ?= 0
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
STATICCHECK := .tools/bin/staticcheck

.PHONY: run build test setup check unit unit-heavy unit-servers bench trust fuzz generate clean

run: build ## build, migrate, seed the demo, serve on 127.0.0.1:8080
	./bin/hallyu serve --demo

build: ## the binary, in bin/
	@.ci/retry go mod download
	go build -trimpath -ldflags '-X main.version=$(VERSION)' -o bin/hallyu ./cmd/hallyu

test: setup check unit ## set up, lint, and run every test with the race detector
	@.ci/setup --report

setup: ## what tests need besides Go: gcc, Chromium, fonts, npm packages, staticcheck
	.ci/setup

check: ## formatting, vet, staticcheck, go.mod
	.ci/check

# End-to-end tests that decode hundreds of pictures or drive a browser: the race detector makes them ten
# times slower, and waits for them are bounded.
HEAVY := Art|Animations|Hostile|Naughty|Chromium|Designer|DrawingsTo|Editor|Sticker|Restore|Nobody|Strangers|Layouts|Translator|NewLanguage

# What never meets a store is not tried again on servers.
STORELESS := AppStoreSignatures|ForEveryPlatform|AnimationsAreExported|HostileArchives|HostileForm|HostileLocaleFiles

unit: ## every test, and those of the whole program again on PostgreSQL and S3
	CGO_ENABLED=1 go run ./internal/sqlstore/postgrestest/run go test -race -timeout 15m $$(go list ./... | grep -v internal/e2e$$)
	CGO_ENABLED=1 go run ./internal/sqlstore/postgrestest/run go test -race -timeout 25m -skip '$(HEAVY)' ./internal/e2e
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target unit-heavy unit-servers
	cd internal/bench && go test -mod=mod ./...

unit-heavy: # each of these two waits as much as it works
	go test -timeout 40m -run '$(HEAVY)' ./internal/e2e

unit-servers:
	HALLYU_TEST_STORE=servers go test -timeout 40m -skip "Outage|$(STORELESS)" ./internal/e2e # outages bring their own servers

bench: ## ratios against baselines, in Markdown; BENCH='-only page -rounds 9' runs less or longer
	cd internal/bench && go run -mod=mod . $(BENCH)

trust: ## kill stores five hundred times, sell ten thousand pieces to a million requests, judge six hundred histories, walk a million steps
	HALLYU_TEST_KILLS=250 go test -count=1 -v -timeout 2h -run TestKill ./internal/e2e/production
	HALLYU_TEST_DROP=10000 go test -count=1 -v -timeout 2h -run TestDrop ./internal/e2e/production
	go run ./internal/sqlstore/postgrestest/run go test -count=1 -v -timeout 4h -run TestPurchasesModel ./internal/sqlstore -rapid.checks=10000
	HALLYU_TEST_HISTORIES=200 go test -count=1 -v -timeout 2h -run TestLinearizable ./internal/e2e/production

fuzz: ## every fuzz target for 30 s; FUZZTIME=5m runs longer
	.ci/fuzz

generate: ## the committed tables and pictures, from their sources
	go generate ./...

clean:
	rm -rf bin .tools internal/e2e/node_modules
