"""The bundled data is what the fact file gives: nobody edits it by hand."""

import json
import pathlib
from typing import Any

import pytest

from catalog.organisations.derive_khanh_hoa import derive, main
from catalog.organisations.khanh_hoa import read


@pytest.mark.plans
def test_the_bundled_data_is_derived_from_the_fact_file(shared: pathlib.Path) -> None:
    source: dict[str, Any] = json.loads((shared / "domain" / "agencies.json").read_text(encoding="utf-8"))
    for name, content in derive(source).items():
        assert read(name) == content, f"run python -m catalog.organisations.derive_khanh_hoa for {name}"


def test_a_missing_source_is_one_sentence_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
