"""Facts and bundled agencies are opened by those who found an organisation; everybody else is handed a registry."""

import ast
import pathlib
from collections.abc import Iterator

_ROOT = pathlib.Path(__file__).parents[3]
_KNOWLEDGE = ("catalog.organisations.facts", "catalog.organisations.khanh_hoa", "catalog.organisations.packs",
              "catalog.organisations.spoken")  # fmt: skip
_FOUNDING = {
    "bot/first_start.py", "bot/organisation_choice.py", "bot/cli/deployment/init.py", "bot/cli/office/org.py", "bot/demo_organisation.py",
    "catalog/plans/bundle.py",
}  # fmt: skip
"""Who may: `init` and `org set`, and the tool that bundles the plans of Khánh Hòa."""


def _imports(path: pathlib.Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _code() -> Iterator[pathlib.Path]:
    for folder in ("bot", "catalog", "handlers", "scheduler", "templates"):
        yield from (path for path in (_ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def test_no_file_outside_the_founding_opens_the_bundled_lists() -> None:
    opened = {
        path.relative_to(_ROOT).as_posix()
        for path in _code()
        if any(name.startswith(_KNOWLEDGE) for name in _imports(path))
    }
    assert {path for path in opened if not path.startswith("catalog/organisations/")} <= _FOUNDING


def test_no_file_outside_reads_the_files_themselves() -> None:
    named = [
        path.relative_to(_ROOT).as_posix()
        for path in _code()
        if "catalog/organisations/" not in path.as_posix()
        and any(word in path.read_text(encoding="utf-8") for word in ("khanh_hoa_data", "communes.tsv", "current.json"))
    ]
    assert named == []
