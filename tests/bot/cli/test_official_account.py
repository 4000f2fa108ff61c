"""`dondoc zalo-oa connect` and what the doctor says of the account: consent given, lasting, lost, and not in a backup."""

import datetime as dt
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest
from prompt import Dondoc

from bot.embedded_server import held_port
from bot.official_account import check_account
from bot.sandbox import Sandbox, serve_in_thread
from bot.settings import load_settings
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.messaging.oa_tokens import RESTORED, adopt, lose, tokens_of
from catalog.store.store import Store

pytestmark = pytest.mark.loopback
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=PROVINCE_ZONE)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """An account on this machine that the environment names."""
    sandbox = Sandbox(clock=SetClock(NOW, frozen=True))
    desk = sandbox.world.oa
    with serve_in_thread(sandbox) as url:
        for name, value in {
            "APP_ID": desk.app_id, "APP_SECRET": desk.app_secret, "SECRET": desk.oa_secret, "API": f"{url}/oa",
            "OAUTH": f"{url}/oa",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"DONDOC_ZALO_OA_{name}", value)
        monkeypatch.setenv("DONDOC_PUBLIC_URL", "https://dondoc.example.vn")
        monkeypatch.setenv("DONDOC_NOW", "2026-03-02T09:00")
        yield sandbox


@pytest.fixture
def port() -> Iterator[int]:
    """Where the browser is expected back."""
    with held_port() as held:
        yield held


def findings(now: dt.datetime = NOW) -> list[str]:
    return [f"{one.level}: {one.text}" for one in check_account(load_settings(), now, 60.0)]


def test_a_code_is_exchanged_once_and_the_pair_is_in_the_store(dondoc: Dondoc, sandbox: Sandbox) -> None:
    sandbox.world.oa.codes["abcdefghijklmnop"] = NOW
    assert "chưa kết nối lần nào" in findings()[0]
    code, said, _ = dondoc("zalo-oa", "connect", "--code", "https://office.vn/zalo?code=abcdefghijklmnop&oa_id=1")
    assert (code, said.startswith("Đã kết nối OA: OA Đôn Đốc")) == (0, True)
    found = findings()
    assert found[0] == "ok: Zalo OA nhận mã truy cập: OA Đôn Đốc (diễn tập)."
    assert found[1] == "ok: Quyền của OA còn 90 ngày (đến 31/05/2026), bot tự gia hạn hằng ngày."
    assert found[2] == "warning: Chưa nhận được tin nào từ Zalo OA."
    code, _, problem = dondoc("zalo-oa", "connect", "--code", "abcdefghijklmnop")
    assert (code, "Mã chỉ dùng một lần" in problem) == (2, True)
    assert "hãy dán cả địa chỉ" in dondoc("zalo-oa", "connect", "--code", "?")[2]


def test_a_browser_on_this_machine_brings_the_code_back(dondoc: Dondoc, sandbox: Sandbox, port: int) -> None:
    sandbox.world.oa.callback = f"http://127.0.0.1:{port}/"
    asked = f"app_id={sandbox.world.oa.app_id}&redirect_uri=http%3A%2F%2F127.0.0.1%3A{port}%2F"

    def consents() -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{load_settings().zalo_oa_oauth}/v4/oa/permission?{asked}", timeout=60).read()
                return
            except OSError:
                time.sleep(0.05)

    browser = threading.Thread(target=consents)
    browser.start()
    code, said, problem = dondoc("zalo-oa", "connect", "--listen", str(port))
    browser.join()
    assert (code, problem) == (0, "")
    assert "Đã kết nối OA" in said


def test_a_wrong_pair_changes_nothing_and_consent_that_ends_is_said_in_time(dondoc: Dondoc, sandbox: Sandbox) -> None:
    dondoc("db", "upgrade")
    store = Store(load_settings().store_url)
    pair = sandbox.world.oa.new_pair(NOW)
    store.write(lambda s: adopt(s, pair.access, pair.refresh, dt.timedelta(hours=25), NOW, by_hand=True))
    from bot.oa_consent import ConsentRefused, by_pair

    account = load_settings().official_account
    assert account is not None
    with pytest.raises(ConsentRefused, match="Chưa thay đổi gì"):
        by_pair(store, account, "wrong", "wrong", NOW)
    assert store.write(tokens_of).access == pair.access  # type: ignore[union-attr]
    assert "warning: Quyền của OA còn 14 ngày (đến 31/05/2026)" in findings(NOW + dt.timedelta(days=76))[1]
    assert "error: Quyền của OA đã hết hạn" in findings(NOW + dt.timedelta(days=91))[1]
    seen = store.write(tokens_of)
    assert seen is not None
    store.write(lambda s: lose(s, seen, "refused (-118)", NOW))
    assert findings() == [
        "error: Zalo OA cần cấp quyền (Zalo không nhận mã cũ, có thể vì máy khác đang dùng cùng ứng dụng: refused (-118)): chạy dondoc zalo-oa connect."
    ]
    store.close()


@pytest.mark.sqlite
def test_a_backup_holds_no_token_and_says_so_when_it_is_brought_back(
    dondoc: Dondoc, sandbox: Sandbox, tmp_path
) -> None:
    dondoc("db", "upgrade")
    store = Store(load_settings().store_url)
    store.write(lambda s: adopt(s, "access-secret", "refresh-secret", dt.timedelta(hours=25), NOW, by_hand=True))
    store.close()
    assert dondoc("db", "backup", str(tmp_path / "b.tar"))[0] == 0
    assert b"-secret" not in (tmp_path / "b.tar").read_bytes()
    file = load_settings().store_url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as kept:
        assert kept.execute("SELECT access FROM oa_token").fetchone() == ("access-secret",)
    from catalog.upkeep import backup
    from catalog.work.evidence import EvidenceStore

    there = tmp_path / "there"
    there.mkdir()
    backup.restore(tmp_path / "b.tar", f"sqlite:///{there / 'd.sqlite3'}", EvidenceStore(str(there / "evidence")))
    restored = Store(f"sqlite:///{there / 'd.sqlite3'}")
    pair = restored.write(tokens_of)
    restored.close()
    assert pair is not None
    assert (pair.state, pair.why, pair.access) == ("lost", RESTORED, "")
