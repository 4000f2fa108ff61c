"""The read-only API: who is let in, what is refused in words, and the same figures and rows as everywhere else."""

import asyncio
import csv
import datetime as dt
import io

import httpx
import pytest
from houses import Houses

from bot.status_api import ANSWERS, make_api, parse_tokens
from catalog.audit import SYSTEM
from catalog.clock import SetClock, at_local
from catalog.figures.official import picture
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store
from catalog.work.snapshot import FIVE_FIGURES

TOKEN = "một-mã-bí-mật-rất-dài-1234"
ASCII_TOKEN = "a-very-secret-token-1234"
IMPORTED = at_local(dt.date(2026, 1, 5), dt.time(9))


class Client:
    """Asks the application without a socket."""

    def __init__(self, app):
        self.app = app

    def ask(self, method, path, params=None, token=f"Bearer {ASCII_TOKEN}"):
        async def once():
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
                return await client.request(method, path, params=params, headers={"Authorization": token})

        return asyncio.run(once())

    def get(self, path, params=None, token=f"Bearer {ASCII_TOKEN}"):
        return self.ask("GET", path, params, token)


@pytest.fixture(scope="module")
def planned(houses: Houses, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with one plan, imported once; tests work on copies of it."""
    opened = Store(houses.copy(migrated, tmp_path_factory.mktemp("planned") / "store.sqlite3"))
    opened.write(lambda s: import_plan(s, load_bundled()[0], SYSTEM, IMPORTED, source_name="b"))
    opened.close()
    return opened.url


@pytest.fixture
def api(store: Store, houses: Houses, planned: str, clock: SetClock) -> Client:
    assert clock() == IMPORTED
    store.engine.dispose()
    houses.renew(planned)
    return Client(make_api(store, clock, {"ioc": ASCII_TOKEN}))


@pytest.mark.parametrize("name", ANSWERS)
def test_nobody_reads_without_a_token(api, name):
    for token in ("", "Bearer sai", "Bearer", f"Basic {ASCII_TOKEN}"):
        answer = api.get(f"/api/v1/{name}", token=token)
        assert answer.status_code == 401
        assert "Authorization: Bearer" in answer.json()["error"]


def test_nothing_can_be_written(api):
    for method in ("post", "put", "delete", "patch"):
        assert api.ask(method.upper(), "/api/v1/figures").status_code == 405


def test_the_description_names_every_answer_and_needs_no_token(api):
    described = api.get("/api/v1/openapi.json", token="").json()
    assert described["openapi"].startswith("3.")
    assert set(described["paths"]) == {f"/api/v1/{name}" for name in ANSWERS}


def test_figures_rows_and_csv_are_those_of_the_catalog(api, store, clock):
    with store.read() as session:
        whole = picture(session, dt.date(2026, 1, 5), clock()).whole
    figures = api.get("/api/v1/figures", params={"by": "agency"}).json()
    assert [figures[p] for p in FIVE_FIGURES] == [whole.counts[p] for p in FIVE_FIGURES]
    assert sum(g["total"] for g in figures["groups"]) == figures["total"] == whole.total
    rows = api.get("/api/v1/rows").json()
    assert len(rows) == whole.total
    for part in FIVE_FIGURES:
        assert len(api.get("/api/v1/rows", params={"part": part}).json()) == whole.counts[part]
    answer = api.get("/api/v1/figures", params={"by": "agency", "format": "csv"})
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert int(lines[0]["total"]) == whole.total == sum(int(line["total"]) for line in lines[1:])


def test_the_monthly_form_is_empty_where_no_plan_orders_one(api):
    assert api.get("/api/v1/monthly").json() == []
    assert api.get("/api/v1/monthly", params={"annex": "IX"}).json() == []


def test_every_answer_says_which_parameters_and_values_it_takes(api):
    described = api.get("/api/v1/openapi.json", token="").json()["paths"]
    taken = {
        path[8:]: {p["name"]: p["schema"].get("enum") for p in of["get"]["parameters"]}
        for path, of in described.items()
    }
    assert set(taken["warnings"]) == {"on", "plan", "agency", "format"}
    assert taken["figures"]["by"] == ["plan", "agency", "section"]
    assert taken["rows"]["part"][:5] == list(FIVE_FIGURES)
    for name, values in taken.items():
        for parameter, allowed in values.items():
            for value in allowed or ():
                assert api.get(f"/api/v1/{name}", params={parameter: value}).status_code == 200
    answer = api.get("/api/v1/warnings", params={"by": "plan"})
    assert (answer.status_code, "dùng được: on, plan, agency, format" in answer.json()["error"]) == (400, True)
    assert "part chỉ nhận" in api.get("/api/v1/rows", params={"part": "late"}).json()["error"]


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"on": "2026-02-30"}, "không phải là ngày có thật"),
        ({"on": "2026-12-30"}, "chưa đến"),
        ({"agency": "ubnd nha trang"}, "Có phải: "),
        ({"plan": "9999"}, "Hiện có: 1 (2821/QĐ-UBND)"),
        ({"by": "month"}, "by chỉ nhận"),
        ({"level": "x"}, "level chỉ nhận"),
        ({"format": "xml"}, "format chỉ nhận"),
        ({"agnecy": "x"}, "Không có tham số “agnecy”"),
    ],
)
def test_a_bad_question_is_answered_in_one_sentence(api, params, said):
    answer = api.get("/api/v1/figures", params=params)
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_an_empty_store_gives_zeros_and_nulls(store, clock):
    empty = Client(make_api(store, clock, {"ioc": ASCII_TOKEN}))
    figures = empty.get("/api/v1/figures").json()
    assert (figures["total"], figures["update_rate"], figures["groups"], figures["warnings"]) == (0, None, [], [])
    assert empty.get("/api/v1/rows", params={"format": "csv"}).text == "\ufeff"


def test_a_text_that_looks_like_a_formula_is_quoted_in_csv(api, store):
    from sqlmodel import select

    from catalog.tables import Task

    def spoil(session):
        for task in session.exec(select(Task)).all()[:3]:
            task.title = '=HYPERLINK("http://x")'

    store.write(spoil)
    lines = list(csv.DictReader(io.StringIO(api.get("/api/v1/rows", params={"format": "csv"}).text)))
    titles = {line["title"] for line in lines}
    assert '\'=HYPERLINK("http://x")' in titles
    assert not any(title.startswith("=") for title in titles)


def test_short_or_nameless_tokens_are_refused():
    assert parse_tokens(f"ioc:{ASCII_TOKEN}, kia:{TOKEN}") == {"ioc": ASCII_TOKEN, "kia": TOKEN}
    assert parse_tokens("") == {}
    for bad in ("ioc:ngan", ASCII_TOKEN, f":{ASCII_TOKEN}"):
        with pytest.raises(ValueError, match="tên:mã"):
            parse_tokens(bad)
