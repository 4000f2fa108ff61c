"""`dondoc run` with a clock set by hand: only beside a Bot API on this machine."""

import pytest
from prompt import Dondoc


@pytest.mark.parametrize(
    "api", ["https://api.telegram.org", "http://127.0.0.1.example.vn", "http://bot.example.vn:8081"]
)
def test_a_real_bot_refuses_to_stand_at_another_moment(
    api: str, monkeypatch: pytest.MonkeyPatch, dondoc: Dondoc
) -> None:
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", "7000000001:a-token-of-nobody")
    monkeypatch.setenv("DONDOC_TELEGRAM_API", api)
    code, _, err = dondoc("run")
    assert code == 2
    assert "DONDOC_NOW chỉ dùng để diễn tập" in err
