"""The command line from outside, in this process."""

import json
from typing import Any

import pytest

from bot.cli import main

PLAN = """KẾ HOẠCH
Thử nghiệm năm 2026

Phụ lục
DANH MỤC NHIỆM VỤ
TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
I\tNhóm một\t\t\t\t
1\tXây dựng kế hoạch thử\tSở Nội vụ\tSở Tài chính\tKế hoạch\t3/2026
"""
"""A plan of one task, as text."""


class Dondoc:
    """Runs `dondoc`: `dondoc("status", "--by", "plan")` gives (exit code, stdout, stderr)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *args: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.argv", ["dondoc", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    def json(self, *args: str) -> dict[str, Any]:
        """The one JSON document a command prints when all is well."""
        code, out, err = self(*args, "--json")
        assert (code, err) == (0, "")
        return dict(json.loads(out))
