"""`dondoc run` that cannot begin says so in a sentence; its exit code tells a service manager whether to try again."""

import socket

import pytest
from prompt import Dondoc

from bot.sandbox import Sandbox, serve_in_thread


@pytest.mark.loopback
def test_what_is_away_may_be_there_in_a_moment_and_a_wrong_token_will_not(
    monkeypatch: pytest.MonkeyPatch, dondoc: Dondoc
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"127.0.0.1:{listener.getsockname()[1]}"
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", "7000000001:a-token-of-nobody")
    monkeypatch.setenv("DONDOC_TELEGRAM_API", f"http://{nobody}")
    code, _, err = dondoc("run")
    assert (code, "Không kết nối được" in err, len(err.splitlines())) == (75, True, 1)
    with serve_in_thread(Sandbox()) as api:
        monkeypatch.setenv("DONDOC_TELEGRAM_API", api)
        code, _, err = dondoc("run")
    assert (code, "DONDOC_TELEGRAM_TOKEN" in err) == (2, True)
    monkeypatch.setenv("DONDOC_DATABASE_URL", f"postgresql://{nobody}/dondoc")
    code, _, err = dondoc("run")
    assert (code, "Không mở được kho dữ liệu" in err.splitlines()[-1]) == (75, True)
