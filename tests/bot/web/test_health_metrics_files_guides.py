"""What else the web application answers: is it well, how is it doing, files by signed link, guides, the API."""

import asyncio
import datetime as dt
import pathlib
import sqlite3

import pytest
import sqlalchemy as sa
from conversation import task
from prometheus_client.parser import text_string_to_metric_families

from bot.embedded_server import url_of
from bot.settings import load_settings
from bot.web import guides
from bot.web.public_address import public_address
from bot.web.server import serving
from catalog.audit import SYSTEM
from catalog.messaging.inbox_and_outbox import Message, OutFile, queue
from catalog.people.people import contact_for, end, memberships_of
from catalog.tables import Outbox
from scheduler.delivery.outbox import Ready
from scheduler.delivery.retry import Rejected, Sent

TOKEN = "mot-ma-rat-dai-de-do-luong"
API_TOKEN = "mot-ma-rat-dai-de-doc-so-lieu"
AGENCY = "Sở Công Thương"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 30


async def test_the_process_is_alive_and_ready_while_its_loops_look(web, monkeypatch) -> None:
    assert (await web.ask("GET", "/healthz")).json() == {"ok": True}
    answer = await web.ask("GET", "/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": ["intake_stopped", "delivery_stopped"], "copy": None}
    loops = [asyncio.create_task(loop.run()) for loop in (web.app.intake, web.app.delivery)]
    async with asyncio.timeout(60):
        while (await web.ask("GET", "/readyz")).status_code != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert (await web.ask("GET", "/readyz")).json() == {"ready": True, "reasons": [], "copy": None}
    monkeypatch.setattr("bot.web.health.STALE", -1.0)
    assert (await web.ask("GET", "/readyz")).status_code == 503
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)


@pytest.mark.sqlite
async def test_a_store_that_is_old_or_away_is_not_ready(web, store, monkeypatch) -> None:
    store.write(lambda s: s.execute(sa.text("UPDATE alembic_version SET version_num = '0001'")))
    assert "store_not_migrated" in (await web.ask("GET", "/readyz")).json()["reasons"]
    monkeypatch.setattr(store, "engine", sa.create_engine("sqlite:////nowhere/at/all.sqlite3"))
    assert "store_unreachable" in (await web.ask("GET", "/readyz")).json()["reasons"]
    assert (await web.ask("GET", "/healthz")).status_code == 200


async def test_a_store_that_can_be_read_and_takes_no_writes_is_not_ready(web, store) -> None:
    def full(_session):
        problem = sqlite3.OperationalError("database or disk is full")
        problem.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise sa.exc.OperationalError("INSERT", {}, problem)

    with pytest.raises(sa.exc.OperationalError):
        store.write(full)
    assert "store_refuses_writes" in (await web.ask("GET", "/readyz")).json()["reasons"]
    store.write(lambda _session: None)  # there is room again
    assert "store_refuses_writes" not in (await web.ask("GET", "/readyz")).json()["reasons"]


async def test_metrics_need_their_token_and_say_how_long_people_wait(zalo, make_web_with, store, clock) -> None:
    assert (await make_web_with().ask("GET", "/metrics")).status_code == 404
    web = make_web_with(metrics_token=TOKEN)
    for headers in ({}, {"Authorization": "Bearer sai"}, {"Authorization": f"Basic {TOKEN}"}):
        assert (await web.ask("GET", "/metrics", headers=headers)).status_code == 401
    zalo.plan(task("Ban hành kế hoạch 1", dt.date(2026, 1, 6)))
    lan = zalo.person("lan", "focal", AGENCY)
    zalo.sweep()
    answer = zalo.say(lan, "/viec")[0]
    sent = Ready(answer.outbox_id, 1, "zalo", lan, False, 0, Message(answer.text), clock())
    web.app.delivery.watch(sent, Sent("1"))
    web.app.delivery.watch(sent, Rejected("no"))

    def wait(session):
        queue(session, contact_for(session, "zalo", lan, "lan", clock()), Message("Chờ"), clock())

    store.write(wait)
    clock.set(clock() + dt.timedelta(seconds=90))
    page = (await web.ask("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})).text
    for line in (
        'dondoc_inbox_events{state="new"} 0.0',
        "dondoc_inbox_oldest_seconds 0.0",
        'dondoc_outbox_messages{state="queued"} 1.0',
        'dondoc_outbox_oldest_seconds{state="queued"} 90.0',
        'dondoc_nudges_last_day{result="sent",rung="before_1"} 1.0',
        'dondoc_sends_total{channel="zalo",outcome="sent"} 1.0',
        'dondoc_sends_total{channel="zalo",outcome="rejected"} 1.0',
        'dondoc_reply_seconds_count{channel="zalo"} 1.0',
    ):
        assert line in page.splitlines(), line
    assert (
        "dondoc_reply_seconds_count"
        in (await web.ask("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})).text
    )
    assert lan not in page


async def test_while_the_store_is_away_metrics_are_refused_and_no_reply_goes_uncounted(
    zalo, make_web_with, store, clock, monkeypatch
) -> None:
    web, bearer = make_web_with(metrics_token=TOKEN), {"Authorization": f"Bearer {TOKEN}"}
    lan = zalo.person("lan", "focal", AGENCY)
    answer = zalo.say(lan, "/viec")[0]
    ready = Ready(answer.outbox_id, 1, "zalo", lan, False, 0, Message(answer.text), clock())
    web.app.delivery.watch(ready, Sent("1"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "engine", sa.create_engine("sqlite:////nowhere/at/all.sqlite3"))
        assert (await web.ask("GET", "/metrics", headers=bearer)).status_code == 503
        assert (await web.ask("GET", "/minh-chung/abc")).status_code == 503
    page = (await web.ask("GET", "/metrics", headers=bearer)).text
    counted = {s.name: s.value for family in text_string_to_metric_families(page) for s in family.samples}
    assert counted["dondoc_reply_seconds_count"] == 1.0


async def test_a_file_link_is_signed_ends_and_follows_the_rights_of_its_reader(zalo, web, store, clock) -> None:
    lan = zalo.person("lan", "focal", AGENCY)

    def file_out(session):
        kept = web.app.evidence.put_back(PNG)
        contact = contact_for(session, "zalo", lan, "lan", clock())
        return queue(session, contact, Message("Biểu đồ", files=(OutFile("Biểu đồ.png", sha256=kept),)), clock())

    outbox_id = store.write(file_out)
    link = web.app.links.url(outbox_id, dt.timedelta(hours=1))
    answer = await web.ask("GET", link)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PNG, "image/png")
    forged = [link[:-1] + ("0" if link[-1] != "0" else "1"), link.replace(f"/{outbox_id}-", f"/{outbox_id + 1}-"),
              link.replace("-", "x"), web.app.links.url(999), "/files/" + "9" * 5000]  # fmt: skip
    for wrong in forged:
        assert (await web.ask("GET", wrong)).status_code == 404, wrong

    def leave(session):
        person = contact_for(session, "zalo", lan, "lan", clock()).person_id
        for held in memberships_of(session, person, clock()):
            end(session, held, SYSTEM, clock())

    clock.set(clock() + dt.timedelta(hours=1))
    assert (await web.ask("GET", link)).status_code == 404
    longer = web.app.links.url(outbox_id)
    assert (await web.ask("GET", longer)).status_code == 200
    store.write(leave)
    assert (await web.ask("GET", longer)).status_code == 404
    with store.read() as session:
        assert longer.rpartition("/")[2] not in str(session.get(Outbox, outbox_id).payload)


async def test_guides_are_pages_and_nothing_else_of_the_folder_or_the_machine_is(web, monkeypatch, tmp_path) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "thu.md").write_text("# Cách làm\n\n| a | b |\n|---|---|\n| 1 | <script>x</script> |\n")
    monkeypatch.setattr("bot.web.guides._FOLDER", pathlib.Path(tmp_path / "guides"))
    (tmp_path / "guides" / "anh.png").write_bytes(PNG)
    for seen in (guides.titles, guides._pictures):
        seen.cache_clear()
    assert (await web.ask("GET", "/huong-dan/anh.png")).content == PNG
    assert '<a href="./thu">Cách làm</a>' in (await web.ask("GET", "/huong-dan/")).text
    page = await web.ask("GET", "/huong-dan/thu")
    assert "<h1>Cách làm</h1>" in page.text
    assert "<td>&lt;script&gt;x&lt;/script&gt;</td>" in page.text
    for path in (
        "/huong-dan/khong-co",
        "/huong-dan/khong-co.png",
        "/huong-dan/..%2f..%2fpyproject",
        "/static/..%2f..%2f..%2fpyproject.toml",
    ):
        assert (await web.ask("GET", path)).status_code == 404
    assert (await web.ask("GET", "/static/page.css")).headers["content-type"].startswith("text/css")
    for seen in (guides.titles, guides._pictures):
        seen.cache_clear()


async def test_the_api_is_there_for_who_has_a_token_and_not_at_all_without_one(web, make_web_with) -> None:
    assert (await web.ask("GET", "/api/v1/openapi.json")).status_code == 404
    api = make_web_with(api_tokens=f"ioc:{API_TOKEN}")
    assert (await api.ask("GET", "/api/v1/figures")).status_code == 401
    answer = await api.ask("GET", "/api/v1/figures", headers={"Authorization": f"Bearer {API_TOKEN}"})
    assert answer.json()["total"] == 0
    assert (await api.ask("GET", "/healthz")).status_code == 200


@pytest.mark.loopback
async def test_doctor_says_whether_the_public_address_leads_here(make_web_with) -> None:
    web = make_web_with(public_url="http://127.0.0.1:9")
    assert await public_address(load_settings({"public_url": ""}), 1) == []
    async with serving(web.asgi, "127.0.0.1", 0) as url:
        (right,) = await public_address(load_settings({"public_url": url}), 60)
        (wrong,) = await public_address(load_settings({"public_url": f"{url}/nowhere"}), 60)
    (nobody,) = await public_address(load_settings({"public_url": url}), 60)
    assert [right.level, wrong.level, nobody.level] == ["ok", "error", "error"]
    assert "mã 404" in wrong.text


def test_an_address_of_six_groups_stands_in_brackets() -> None:
    assert [url_of(host, 8080) for host in ("127.0.0.1", "::1")] == ["http://127.0.0.1:8080", "http://[::1]:8080"]
