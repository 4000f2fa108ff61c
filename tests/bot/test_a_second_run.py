"""A store that is a file has one bot."""

import pytest
from typer.testing import CliRunner

from bot.cli import build
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.store.single_process import RUN, SingleProcess


@pytest.mark.sqlite
def test_a_second_bot_on_one_file_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(load_settings())
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", "1:never-used")
    first = SingleProcess(store, RUN)
    first.hold()
    refused = CliRunner().invoke(build("run"), ["run"])
    first.release()
    store.close()
    assert refused.exit_code == 2
    assert "Đã có một bot đang chạy trên kho" in refused.output
    assert "dondoc db copy" in refused.output
