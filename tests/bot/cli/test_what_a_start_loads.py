"""A start loads what it needs to ask for what came, a short command what it shows; the rest comes when it is used."""

import json
import subprocess
import sys

LISTING = "from bot.cli import build; build('plan', 'list'); from bot.store_opening import open_store"
POLLING = "import bot.cli.deployment.serve, bot.channels.telegram.channel"
SAY = "print(json.dumps([sorted(sys.modules), len(SQLModel.metadata.tables)]))"
DOCUMENTS = {"matplotlib", "docx", "docxtpl", "openpyxl", "xlsxwriter", "pdfplumber", "pypdfium2", "lxml", "holidays"}
READERS = {"catalog.plans.reading", "catalog.plans.meaning", "catalog.documents", "catalog.agencies.typed", "rapidfuzz"}
PEOPLE = {
    "handlers.process",
    "handlers.dispatch",
    "handlers.replies",
    "handlers.words",
    "handlers.conversation",
    "catalog.messaging.inbox_and_outbox",
    "catalog.people.rights",
    "scheduler.delivery.delivery",
    "scheduler.digests",
    "templates.documents",
}
OTHERS = {
    "bot.channels.email.channel",
    "bot.channels.zalo.channel",
    "bot.channels.zalo_oa.channel",
    "bot.web.app",
    "apscheduler",
}
UNSET = {
    "bot.channels.email.account",
    "bot.channels.zalo_oa.account",
    "scheduler.ladder.working_calendar",
    "catalog.tables.own_organisation",
}


def test_listing_plans_and_asking_a_platform_load_no_readers_documents_or_conversations():
    code = f"import json, sys\nfrom sqlmodel import SQLModel\n{LISTING}\n{SAY}\n{POLLING}\n{SAY}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (listing, few), (polling, still_few) = map(json.loads, done.stdout.splitlines())
    late = DOCUMENTS | READERS | PEOPLE | OTHERS
    assert late & {*polling} == set()
    assert (late | UNSET | {"telegram", "aiohttp", "alembic", "rich", "structlog", "jinja2"}) & {*listing} == set()
    assert few <= still_few <= 6


def test_what_is_loaded_late_is_there_once_it_is_asked_for():
    code = "import sys, bot.app; bot.app.load_late(); print('handlers.dispatch' in sys.modules, 'scheduler.digests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_a_short_command_never_looks_through_what_it_has_loaded():
    code = "import atexit, gc; from bot.cli import main; atexit.register(lambda: print(gc.get_freeze_count() > len(gc.get_objects()))); main()"
    done = subprocess.run([sys.executable, "-c", code, "plan"], capture_output=True, text=True, check=False)
    assert done.stdout.split()[-1] == "True"
