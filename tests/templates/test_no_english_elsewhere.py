"""What is read outside the chat is Vietnamese, too: documents and their forms, guides, the chat page, the command line."""

import ast
import pathlib
import re
from collections.abc import Iterator

import docx
import pytest

ROOT = pathlib.Path(__file__).parents[2]
_ACCENTS = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
_NAME = re.compile(r"\b[a-z]+_[a-z_]+\b")
_ENGLISH = re.compile(
    r"\b(?:none|null|true|false|error|the|and|not|with|your|please|tasks?|user|failed|warning|deadline|unknown|status|"
    r"sent|message|update|overdue|from|this|are|you|files?|reply|click|button|check|preview|loading|upload|download|"
    r"missing|invalid|submit|delete|password|feedback|summary|count|kind|agency|state)\b",
    re.IGNORECASE,
)
_NOT_READ = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}|`[^`]*`|https?://\S+|“[a-z]+”|\bDONDOC_\w+|\bzalo_oa\b|--[a-z-]+|(?:\b[a-z_]+, )*\b[a-z_]+ hoặc [a-z_]+\b|[\w.-]+\.\w+|/\w+"
)
"""Placeholders, what stands as code, addresses, and words that are typed as they stand: quoted, options, their values."""


def leaks(text: str) -> list[str]:
    """English words and names of the code in what is read."""
    read = _NOT_READ.sub(" ", text)
    return [*_NAME.findall(read), *_ENGLISH.findall(read)]


def sentences_of_code(source: str) -> Iterator[str]:
    """The strings of a module that are Vietnamese, or stand in a table's title or head; no docstrings."""
    tree = ast.parse(source)
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    heads: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print_table":
            heads |= {id(one) for given in node.args[:2] for one in ast.walk(given) if isinstance(one, ast.Constant)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in described:
            continue
        if id(node) in heads or _ACCENTS.search(node.value):
            yield node.value


def words_of_page(source: str) -> Iterator[str]:
    """Quoted text and text between tags with a Vietnamese letter in it."""
    for found in re.findall(r'"([^"\n]*)"|`([^`\n]*)`|>([^<>\n]+)<', source):
        said = "".join(found)
        if _ACCENTS.search(said):
            yield said


def words_of_guide(source: str) -> Iterator[str]:
    """A guide line by line, without its code and the addresses of its links."""
    yield from re.sub(r"```.*?```|\]\([^)]*\)", " ", source, flags=re.DOTALL).splitlines()


def words_of_form(path: pathlib.Path) -> Iterator[str]:
    """The paragraphs of a Word form, those in its tables too."""
    form = docx.Document(str(path))
    yield from (one.text for one in form.paragraphs)
    yield from (cell.text for table in form.tables for row in table.rows for cell in row.cells)


GUIDES = [ROOT / "templates" / "guides" / f"{name}.md" for name in ("dau-moi", "lanh-dao", "can-bo-tong-hop")]
"""For those who use the chat; the other guides are for whoever runs the machine and name its settings."""

READ = {
    "documents": (words for p in sorted((ROOT / "templates" / "documents").glob("*.py")) for words in sentences_of_code(p.read_text("utf-8"))),
    "forms": (words for p in sorted((ROOT / "templates" / "documents").glob("*.docx")) for words in words_of_form(p)),
    "guides": (words for p in GUIDES for words in words_of_guide(p.read_text("utf-8"))),
    "page": (
        words
        for p in sorted((ROOT / "templates" / "sandbox").iterdir()) if p.suffix in (".js", ".html")
        for words in words_of_page(p.read_text("utf-8"))
    ),
    "command line": (words for p in sorted((ROOT / "bot" / "cli").rglob("*.py")) for words in sentences_of_code(p.read_text("utf-8"))),
}  # fmt: skip


@pytest.mark.parametrize("where", READ)
def test_no_english_and_no_name_of_the_code_is_read(where: str) -> None:
    read = list(READ[where])
    assert len(read) > 20
    assert [(words, found) for words in read if (found := leaks(words))] == []


def test_the_walk_finds_a_leak_in_each_kind_of_text() -> None:
    code = 'print_table(f"{n} tasks", ("Status", "Cơ quan"), rows)\nsay("Chưa rõ deadline_unclear của nhiệm vụ")\n'
    assert [leaks(words) for words in sentences_of_code(code)] != [[]]
    assert {found for words in sentences_of_code(code) for found in leaks(words)} == {
        "tasks",
        "Status",
        "deadline_unclear",
    }
    page = '<p title="Trạng thái: None">Tệp missing rồi</p>'
    assert sorted(found for words in words_of_page(page) for found in leaks(words)) == ["None", "missing"]
    assert [found for words in words_of_guide("Bấm `Update` rồi click **Gửi**") for found in leaks(words)] == ["click"]
