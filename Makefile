# Slipway. `make` lists what can be done; everything made or fetched is in .cache.

cache   := $(CURDIR)/.cache
bin     := $(cache)/bin
stage   := tools/stage
lint    := GOLANGCI_LINT_CACHE=$(cache)/golangci-lint $(bin)/golangci-lint
gotest  := $(bin)/gotestsum --format pkgname --format-hide-empty-pkg --hide-summary skipped
peers   := $(patsubst tools/peers/%,$(cache)/%/installed,$(filter-out %/awsprovider %/infra,$(wildcard tools/peers/*)))
infra-peers := $(cache)/awsprovider/installed $(cache)/infra/installed
chromium := chromium chromium-browser google-chrome google-chrome-stable "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
terraform := $(shell command -v terraform)
floors  := --floor 85 --floor rollout=95 --floor rollout/judge=95

# The system tests start browsers and processes, so they run by themselves.
everything = $(shell go list ./...)
system     = $(filter %/tests/scenario %/tests/api %/tests/crash %/tests/browser %/tests/statemachine %/tests/functions %/tests/release %/tests/workflows %/tests/faults %/tests/runbook %/tests/cost,$(everything)) \
             $(foreach p,$(everything),$(if $(findstring /tests/integration,$p),$p))
# Those of the infrastructure want Terraform, and linters of their own.
infra      = $(filter %/tests/terraform %/tests/waf %/tests/image,$(everything)) $(foreach p,$(everything),$(if $(findstring /tests/infra,$p),$p))
unit       = $(filter-out $(system) $(infra),$(everything))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-dynamodb test-infra check race bench cover dist golden tables pictures fuzz status fmt lint tidy clean \
        image infra-init infra-validate infra-plan infra-apply infra-destroy infra-output \
        web web-check style vet unit system coverage status-check status-proof

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1mmake %-15s\033[0m %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Start the bot with a simulated Slack and AWS, and open its page (flags: ARGS="--speed 60")
	@echo "Looking for modules; the first time they are downloaded …"
	@go list -deps ./cmd/sandbox >/dev/null
	@echo "Building …"
	@go build -o $(bin)/sandbox ./cmd/sandbox
	@echo "Starting; Ctrl-C stops it, its data stay in .cache/sandbox."
	@exec $(bin)/sandbox --data .cache/sandbox $(ARGS)

test: style vet lint web-check unit system $(if $(terraform),test-infra) coverage $(if $(terraform),status-proof,status-check) ## Run everything, installing what it needs into .cache (a new machine: up to 20 min)
	@printf '\nAll is well.\n'

test-dynamodb: $(bin)/gotestsum $(cache)/dynamodb/installed ## Run the store's tests on AWS's own local edition of DynamoDB (wants Java and Maven)
	@mkdir -p $(cache)/tests
	@go test -run '^$$' ./aws/store/... ./tests/dynamodb >/dev/null # fetches modules while there is a network
	@$(stage) "The store on DynamoDB's local edition" tools/alone go run ./tests/dynamodb --lib $(cache)/dynamodb/lib -- \
		$(gotest) --jsonfile $(cache)/tests/dynamodb.json --packages ./aws/store/... -- -count=1 -timeout 5m

test-infra: export AWS_STANDIN := $(cache)/awsprovider
test-infra: export INFRA_TOOLS := $(cache)/infra
test-infra: export ASL_VALIDATOR := $(cache)/asl/node_modules/asl-validator/dist/bin/asl-validator.js
test-infra: $(bin)/gotestsum $(infra-peers) $(cache)/asl/installed ## Check the Terraform, the web ACL, the roles and the image, without an account (wants Terraform)
	@tools/need buildah buildah
	@tools/need busybox-static busybox
	@[ -n "$(terraform)" ] || { echo "Terraform 1.11 or newer is not on the path: see infra/README.md." >&2; exit 1; }
	@mkdir -p $(cache)/tests
	@$(stage) "Infrastructure" $(gotest) --jsonfile $(cache)/tests/infra.json --packages "$(infra)" -- -p 1 -count=1 -timeout 10m

check: style vet lint status-check ## Run the fast lane: format, vet, lint, short tests (architecture, golden), status
	@$(stage) "Short tests" go test -short -timeout 2m ./...

race: ## Run the tests with the race detector
	@tools/need gcc gcc cc clang
	@$(stage) "Tests with the race detector" env CGO_ENABLED=1 go test -race -short ./...

bench: $(cache)/ministack/installed ## Run the benchmarks; goals and ratios go to docs/benchmarks.md, the rest to .cache/bench.txt
	@mkdir -p $(cache)
	@$(stage) "Benchmarks" sh -c 'go test -run "^$$" -bench . -benchmem ./... >$(cache)/bench.txt; e=$$?; cat $(cache)/bench.txt; exit $$e'
	@$(stage) "Goals of speed and memory" go run ./tests/bench

cover: unit system coverage ## Run the tests and show what they reach, line by line
	@go tool cover -html=$(cache)/cover/all.txt -o $(cache)/cover/all.html
	@echo "See .cache/cover/all.html"

dist: ## Build the functions: dist/NAME/bootstrap for this machine, dist/NAME-ARCH.zip for Lambda (CONFIG=slipway.yaml to pack it too)
	@$(stage) "Functions" tools/dist $(CONFIG)

image: ## Build the container image, with CONFIG=slipway.yaml in it (wants docker, podman or buildah)
	@tools/image $(CONFIG)

infra-init: ## Make an environment's Terraform ready: ENV=staging
	@tools/infra init $(ENV)

infra-validate: ## Check an environment's configuration against the real provider: ENV=staging, or all
	@tools/infra validate $(ENV)

infra-plan: ## Show what would change in an environment: ENV=staging
	@tools/infra plan $(ENV)

infra-apply: ## Change it, after asking: ENV=staging
	@tools/infra apply $(ENV)

infra-output: ## Show what an environment has to say: URLs, names of secrets: ENV=prod
	@tools/infra output $(ENV)

infra-destroy: ## Destroy an environment, after asking twice: ENV=staging
	@tools/infra destroy $(ENV)

golden: export BOLT_HOME := $(cache)/bolt
golden: export AWS_STANDIN := $(cache)/awsprovider
golden: $(cache)/bolt/installed $(if $(terraform),$(cache)/awsprovider/installed) ## Rewrite the golden files and the status page; read the diff before you commit it
	@tools/golden
	@go run ./tests/infra/tables
	@go run ./cmd/slipway cost --page docs/cost.md
	@$(MAKE) --no-print-directory status

tables: ## Make the tables and plots of docs/judge.md anew, and check the judge's goals (takes a minute)
	@go run ./cmd/slipway tables --page docs/judge.md

web: ## Build the sandbox's page into sandbox/page/static (wants Node 20.19)
	@$(stage) "The sandbox's page" tools/web build sandbox/page/static

pictures: $(cache)/axe/installed ## Make the documents' pictures of the page anew (wants Chromium and a font with emoji: fonts-noto-color-emoji)
	@tools/need chromium $(chromium)
	@SLIPWAY_PICTURES=1 go test -count=1 -timeout 8m ./tests/browser

status: ## Make docs/status.md from docs/status.yaml
	@go run ./tests/status

fuzz: ## Fuzz every target for 30 seconds (TIME=5m for longer)
	@tools/fuzz $(or $(TIME),30s)

fmt: ## Format the code
	@gofmt -w .

lint: $(bin)/golangci-lint ## Lint
	@$(stage) "Lint" env $(lint) run

tidy: ## Tidy both go.mod files
	@go mod tidy
	@cd tools && go mod tidy

clean: ## Remove .cache: tools, results and the sandbox's data
	@rm -rf $(cache)

# What the targets above are made of.

style:
	@$(stage) "Format" sh -c 'bad=$$(gofmt -l .); [ -z "$$bad" ] || { echo "Run make fmt, for:"; echo "$$bad"; exit 1; }'

vet:
	@$(stage) "Vet" go vet ./...

# Tests that want AWS find its stand-ins by these; without them they are skipped.
unit system bench: export MINISTACK_BIN := $(cache)/ministack/bin/ministack
unit system: export ASL_VALIDATOR := $(cache)/asl/node_modules/asl-validator/dist/bin/asl-validator.js

system pictures: export AXE_CORE := $(cache)/axe/node_modules/axe-core/axe.min.js
unit: export SLACKBLOCKS_HOME := $(cache)/slackblocks
unit: export SLACK_SDK_HOME := $(cache)/slacksdk
unit: export BOLT_HOME := $(cache)/bolt
unit system: export WORKFLOW_TOOLS := $(cache)/workflows
system: export AWS_CLI := $(cache)/awscli/bin/aws

web-check:
	@$(stage) "Tests of the sandbox's page" tools/web test
	@$(stage) "The page, built anew, is the one in the repository" sh -c \
		'tools/web build $(cache)/page && diff -r $(cache)/page sandbox/page/static || { echo "Run make web, and commit sandbox/page/static."; exit 1; }'

unit: $(bin)/gotestsum $(peers)
	@tools/need jq jq
	@rm -rf $(cache)/cover $(cache)/tests && mkdir -p $(cache)/cover/processes $(cache)/tests
	@$(stage) "Unit tests and architecture" $(gotest) --jsonfile $(cache)/tests/unit.json --packages "$(unit)" -- \
		-timeout 5m -coverprofile=$(cache)/cover/unit.txt

# A test that starts a real process builds it with -cover when GOCOVERDIR is set.
system: $(bin)/gotestsum $(peers)
	@tools/need chromium $(chromium)
	@$(stage) "Scenarios, crashes, browser" env GOCOVERDIR=$(cache)/cover/processes \
		$(gotest) --jsonfile $(cache)/tests/system.json --packages "$(system)" -- \
		-p 1 -timeout 8m -coverpkg=./... -coverprofile=$(cache)/cover/system.txt

coverage:
	@if ls $(cache)/cover/processes/covmeta.* >/dev/null 2>&1; then \
		go tool covdata textfmt -i=$(cache)/cover/processes -o=$(cache)/cover/processes.txt; fi
	@$(stage) "Coverage" go run ./tests/cover $(floors) --merged $(cache)/cover/all.txt \
		$(cache)/cover/unit.txt $(wildcard $(cache)/cover/system.txt $(cache)/cover/processes.txt)

status-check:
	@$(stage) "Status of the requirements" go run ./tests/status --check

status-proof:
	@$(stage) "Status of the requirements" go run ./tests/status --check --ran .cache/tests/unit.json --ran .cache/tests/system.json \
		--ran .cache/tests/infra.json

$(bin)/golangci-lint $(bin)/gotestsum: tools/go.mod tools/go.sum
	@mkdir -p $(bin)
	@$(stage) "Building $(@F)" go -C tools build -o $@ $(if $(findstring golangci,$@),github.com/golangci/golangci-lint/v2/cmd/golangci-lint,gotest.tools/gotestsum)

# Each is installed anew when what it is made of changes, or when it was left half done.
.SECONDEXPANSION:
$(peers) $(infra-peers): $(cache)/%/installed: tools/peer $$(wildcard tools/peers/$$*/* tools/peers/$$*/*/*)
	@$(stage) "Installing $*, for tests" tools/peer tools/peers/$* $(@D)
	@touch $@

$(cache)/dynamodb/installed: tests/dynamodb/pom.xml
	@tools/need maven mvn
	@tools/need default-jre-headless java
	@rm -rf $(@D)
	@$(stage) "Fetching DynamoDB's local edition" \
		mvn -q -B -Dstyle.color=never -f $< dependency:copy-dependencies -DoutputDirectory=$(@D)/lib
	@touch $@
