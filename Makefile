# Every task of the project. `make` alone lists them; each sets up what it needs, and is quick the second time.
# Needed on the machine: Python 3.11 or newer with venv, git, make. `make test` installs the rest (see clients).

PYTHON ?= python3
JOBS   ?= 2
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := python -m pip install -qq --disable-pip-version-check
# Everybody gets the versions of constraints.txt, the program that builds the package too, which pip knows by two names.
LOCKED := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo quick test test-extended test-all lint bench new mutation setup clients clean

help: ## list these tasks
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

# The first look: check a fictional practice, see what is due, build its site.
demo: $(VENV)/.installed ## check the demo practice, say what is due, build its site, and what to try next
	@printf '\n$$ caseload lint\n'
	@$(BIN)/caseload lint
	@printf '\n$$ caseload due\n'
	@$(BIN)/caseload due
	@printf '\n$$ caseload build\n'
	@$(BIN)/caseload build
	@printf '\nThis was the fictional practice in records/: plain text files, one folder per client.\n'
	@printf 'Try next, in this folder:\n'
	@printf '  %-54s %s\n' \
	  'open site/index.html in a browser' 'the site a supervisor reads' \
	  '$(BIN)/caseload show C-0142' 'one client at a glance' \
	  '$(BIN)/caseload demo build/try-it' 'the same, with its history in git' \
	  '$(BIN)/caseload -C build/try-it audit verify' 'whether anybody tampered with that history' \
	  '$(BIN)/caseload -C build/try-it lint --at 2026-11-21' 'what was in order three days ago' \
	  '$(BIN)/caseload demo --untidy build/untidy' 'the same practice with every fault we know' \
	  '$(BIN)/caseload -C build/untidy lint' 'what the linter says to that' \
	  '$(BIN)/caseload explain PLN005' 'one rule: why, and what to do' \
	  '$(BIN)/caseload new session C-0142 --print' "a note begun for you: objectives, homework" \
	  '$(BIN)/caseload init ../my-clinic' 'a practice of your own'

# Which tests are which: tests/speeds.py. All go in the order of their names: the few long ones come first then, not at
# the end, where one core would wait for the other.
PYTEST := $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder

# The first command of a contributor: what runs in one process, which is four tests of five. Nothing else is installed.
quick: setup ## run the tests that start no process, in about a minute (no root, no Node, no browser)
	@$(PYTEST) -m 'not process and not long and not extended and not clients and not browser and not slow'

# Before a commit: all that a user relies on, with real git, hooks, editors, validators and a browser.
test: setup clients ## run the tests (installs Chromium and Node for those that look at real pages)
	@echo 'Running the tests on $(JOBS) cores'
	@$(PYTEST) -m 'not extended and not slow'

# What `make test` has examples of, in full: every moment to be killed at, every bit, every row of long tables.
test-extended: setup clients ## run the rest, but for the slow ones
	@echo 'Running the rest on $(JOBS) cores'
	@$(PYTEST) -m 'extended and not slow'

# Everything, with the slow ones: the wheel in an empty environment, large caseloads.
test-all: setup clients ## run all tests, the slow ones too
	@echo 'Running all tests on $(JOBS) cores'
	@$(PYTEST) -m ''

# What a reader would stumble over: style, types, our own records, subjects of commits.
lint: setup ## check style, types, the demo records and the subjects of commits
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/python -m devtools.clean_files
	@$(BIN)/caseload lint
	@$(BIN)/python -m devtools.subjects

# Ours, the naive loop, a peer and the floor, side by side in one run.
bench: setup ## measure ours beside the naive loop, a peer and the read floor
	@$(BIN)/python -m benchmarks

# What a contributor adds, begun: the function, the fault, the file, and the next three steps. `make new` alone lists them.
WHAT ?= --help
new: setup ## begin a rule, a measure, a record type …: make new WHAT="rule PLN goal-in-capitals --over Goal"
	@$(BIN)/python -m scaffold $(WHAT)

# One mistake at a time in each rule; which does no test notice? Writes docs/quality.md. A sample, as all take hours:
# `.venv/bin/python -m tests.mutation --write` tries them all.
mutation: setup ## make small mistakes in the rules, and see whether a test notices
	@nice -n 19 $(BIN)/python -m tests.mutation --sample 25 --write

setup: $(VENV)/.installed-dev ## make .venv with all that tests and checks need

clients: $(VENV)/.programs tests/clients/node_modules/.installed ## install Node, its packages, Chromium and vim for the tests

clean: ## remove everything that these tasks made, .venv and the built site too
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/clients/node_modules
	@find site -mindepth 1 ! -name .gitignore -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Whatever is installed here asks first. Through a link it would go into the environment of another checkout.
.PHONY: own-venv
own-venv:
	@if [ -L $(VENV) ]; then echo '$(VENV) is a link to the environment of another checkout, in which nothing is installed from' \
	  'here. Remove the link (rm $(VENV)) and try again, or run $(BIN)/python -m pytest as it is.' >&2; exit 2; fi

# A stamp says that a step was done for this version of the files it depends on.
$(VENV)/bin/python: | own-venv
	@echo 'Making a virtual environment in $(VENV)'
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo 'On Debian: apt-get install python3-venv, then try again'; rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | own-venv $(VENV)/bin/python
	@echo 'Installing caseload-tools and what it needs into $(VENV)'
	@$(LOCKED) $(BIN)/$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | own-venv $(VENV)/bin/python
	@echo 'Installing caseload-tools and its development tools into $(VENV)'
	@$(LOCKED) $(BIN)/$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.programs: tests/clients/install | own-venv $(VENV)/bin/python
	@tests/clients/install
	@touch $@

tests/clients/node_modules/.installed: tests/clients/package-lock.json | $(VENV)/.programs
	@echo 'Installing the programs of others that tests ask for a second opinion (npm ci)'
	@cd tests/clients && npm ci --silent
	@touch $@

# Other machines than this one: CONTRIBUTING.md says when. Each target makes an environment of its own, anew every time, as
# a package left over from the last would hide that one is missing. TESTS="tests/test_rules.py -k PLN" runs part of the tests.
.PHONY: lock test-lowest test-newest test-pythons test-next-year
MACHINES  := build/machines
TESTS     ?=
PYTHONS   ?= python3.11 python3.12 python3.13 python3.14
RUN_TESTS := -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder -p no:cacheprovider $(TESTS)
# What the whole of the tests needs beside Python; a part of them is taken to need nothing.
PROGRAMS  := $(if $(strip $(TESTS)),,clients)

# In a shell: `machine NAME PYTHON` makes an environment with what PIP_CONSTRAINT allows and runs the tests in it.
define MACHINE
set -eu; mkdir -p $(MACHINES)
machine() {
  echo "$$1: installing" &&
  "$$2" -m venv --clear "$(MACHINES)/$$1" &&
  "$(MACHINES)/$$1/bin/"$(PIP) --editable '.[dev,backup,audit]' &&
  echo "$$1: running the tests on $(JOBS) cores" &&
  "$(MACHINES)/$$1/bin/python" $(RUN_TESTS)
}
endef
export MACHINE

lock: ## take the newest version of everything into constraints.txt
	@mkdir -p $(MACHINES)
	@$(PYTHON) -m venv --clear $(MACHINES)/lock
	@$(MACHINES)/lock/bin/$(PIP) uv
	@$(MACHINES)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --upgrade \
	  --no-annotate --custom-compile-command 'make lock' --output-file constraints.txt pyproject.toml
	@git diff --stat -- constraints.txt

test-lowest: $(PROGRAMS) ## run the tests with the lowest versions that pyproject.toml allows
	@eval "$$MACHINE"; $(PYTHON) -m tests.floors >$(MACHINES)/lowest.txt; \
	  export PIP_CONSTRAINT=$(MACHINES)/lowest.txt PIP_BUILD_CONSTRAINT=$(MACHINES)/lowest.txt; machine lowest $(PYTHON)

test-newest: $(PROGRAMS) ## run the tests with the newest version of everything
	@eval "$$MACHINE"; machine newest $(PYTHON)

test-pythons: $(PROGRAMS) ## run the tests with each Python that is here: PYTHONS="python3.12 /opt/python3.13/bin/python"
	@eval "$$MACHINE"; export $(LOCKED); green= red=; \
	  for python in $(PYTHONS); do \
	    name=$$("$$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null) || \
	      { echo "$$python: not on this machine"; continue; }; \
	    if machine "$$name" "$$python"; then green="$$green $$name"; else red="$$red $$name"; fi; \
	  done; echo "green:$${green:- none}; red:$${red:- none}"; test -n "$$green" && test -z "$$red"

# Without --exclude-monotonic: with it, libfaketime 0.9.10 gives sleep() a moment that is past, and the call fails.
# FAKE_UTIME: the times of files that tests set are moved as those are that they read.
test-next-year: setup $(PROGRAMS) ## run the tests on this day of next year (needs Debian's faketime)
	@command -v faketime >/dev/null || { echo 'faketime is needed. On Debian: apt-get install faketime' >&2; exit 1; }
	@faketime -f +365d $(BIN)/python -c 'import datetime; print("Today is", datetime.date.today())'
	@FAKE_UTIME=1 faketime -f +365d $(BIN)/python $(RUN_TESTS)
