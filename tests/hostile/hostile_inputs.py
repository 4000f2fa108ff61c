"""What somebody who means harm, or is only very unlucky, sends: made from a seed, in Telegram's own form."""

import io
import random
import zipfile
from typing import Any

from templates.documents.sample import sample_pdf

TEMPLATE_MARK = "691358017"
"""What {{98765431*7}} would come to if anything typed were ever taken for a template."""

WORDS = (
    "xong", "1 xong", "tất cả xong", "#1 xong", "#{n} xong", "#{n} được 200%", "#{n} duoc -5%", "nv {n} vướng kinh phí",
    "1.99999 xong", "xin gia hạn đến 31/2/2026", "#{n} xin gia hạn thêm 99999999999 ngày", "#{n} gia han den 1/1/0001",
    "10/0 xã", "∞%", "٣ xong", "① xong", "1" * 400, "#" * 300, "% % %", "99999999999999999999999999 xong", "0 xong",
    "-1 xong", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 xong", "1-999999 xong", "trừ 1 ra xong hết", "/" * 50, "?" * 100,
    "so noi vu", "nha trang", "ABCDE-23456", "phường " * 200, "ubnd", "hoàn thành 8/10 xã ngày 30/2",
)  # fmt: skip
POISON = (
    "<b>đậm</b><script>alert(1)</script>", "&lt;i&gt; &#x3C; ]]>", "*đậm* _nghiêng_ [x](tg://user?id=1) `mã`",
    "{{98765431*7}}", "{% for x in range(9**9) %}{{x}}{% endfor %}", "{{ cycler.__init__.__globals__ }}", "${98765431*7} #{98765431*7}",
    "%s %n %(x)s {0} {0.__class__}", "'; DROP TABLE audit; --", "' OR 1=1 --", '"); DELETE FROM outbox; --',
    "\u202eđảo ngược\u202c", "\u2066ẩn\u2069\u200f\u200e", "\x00\x01\x02\x1b[31mđỏ\x1b[0m\x07", "a\ud800b", "\udfff",
    "\ufeff\ufffe\uffff", "Z" + "\u0301" * 500, "👨‍👩‍👧‍👦" * 100, "\U000e0041\U000e0042", "\r\n\r\n\v\f\x85\u2028\u2029",
    "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "../../../../etc/passwd",
    "http://169.254.169.254/latest/meta-data", "javascript:alert(1)", "\\\\attacker\\share", "null", "undefined", "NaN",
    "true", "[]", "{}", "0x41", "1e999", "ﷺ" * 200, "ｉｇｎｏｒｅ", "İ" * 100, "ß" * 100, "ﬁ", "\t" * 100, " " * 500,
)  # fmt: skip
COMMANDS = (
    "start", "lienket", "trogiup", "toi", "huy", "viec", "capnhat", "minhchung", "vuongmac", "giahan", "chitieu", "hoantac",
    "tonghop", "kehoach", "baocao", "congvan", "nhac", "lich", "giaoviec", "duyet", "moi", "danhba", "status", "tasks",
    "approve", "invite", "people", "report", "xoahet", "admin", "sudo", "eval", "",
)  # fmt: skip
FILE_NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\system32\\x.dll", "C:\\x.exe", "a/b/c.pdf", "bao-cao\u202efdp.exe", "x" * 400 + ".pdf",
    "", ".", "..", ".bashrc", "con.txt", "a\x00b.pdf", "a\nb.pdf", "<img src=x>.png", "{{98765431*7}}.docx", "'; rm -rf .pdf",
    "=1+1.xlsx", "a\ud800.pdf",
)  # fmt: skip


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


BOMB = zipped({"word/document.xml": b"\0" * 30_000_000})
FILES: tuple[tuple[bytes, bool], ...] = (
    (b"MZ" + bytes(600), True),
    (b"\x7fELF" + bytes(600), True),
    (b"#!/bin/sh\nrm -rf /\n", True),
    (b"<html><script>alert(1)</script></html>", True),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", True),
    (b"", True),
    (bytes(5000), True),
    (zipped({"a.txt": b"x"}), True),
    (zipped({"../../evil.txt": b"x"}), True),
    (zipped({"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}), True),
    (zipped({"xl/workbook.xml": b"<x/>", "xl/VBAProject.BIN": b"x"}), True),
    (BOMB, True),
    (zipped({f"f{n}": b"" for n in range(3000)}), True),
    (zipped({"word/document.xml": b"<w/>"})[:-30], True),
    (b"PK\x03\x04" + bytes(100), True),
    (b"PK\x05\x06" + bytes(18), True),
    (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "_VBA_PROJECT".encode("utf-16-le") + bytes(500), True),
    (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), True),
    (b"Rar!\x1a\x07\x00" + bytes(500), True),
    (b"7z\xbc\xaf\x27\x1c" + bytes(500), True),
    (b"\x1f\x8b\x08" + bytes(500), True),
    (b"%PDF-1.7\n" + b"x" * 500, True),
    (b"%PDF", True),
    (sample_pdf()[:-60], True),
    (b"\x89PNG\r\n\x1a\n" + b"x" * 500, True),
    (sample_pdf(), False),
    (zipped({"word/document.xml": b"<w/>"}), False),
)
"""(bytes, whether they must be refused)."""


class Hostile:
    """Updates from a seed. `people` are ids of attackers, `groups` of chats they share, `last_task` bounds task codes."""

    def __init__(self, seed: int, people: list[int], groups: list[int], last_task: int) -> None:
        self.random = random.Random(seed)
        self._people = people
        self._groups = groups
        self._last_task = last_task
        self._ids = 1000
        self.outbox_ids = 1
        self.shown: dict[int, list[int]] = {}
        self.files: dict[str, int] = {}

    def update(self, update_id: int) -> tuple[str, dict[str, Any]]:
        """(kind of attack, update)."""
        pick = self.random
        person = pick.choice(self._people)
        kind = pick.choice(
            ("words", "words", "poison", "poison", "command", "command", "tap", "tap", "file", "malformed")
        )
        if kind == "tap":
            body = self._tap(person)
        elif kind == "file":
            body = self._message(person, self._file())
        elif kind == "words":
            body = self._message(person, {"text": self._filled(pick.choice(WORDS))})
        elif kind == "poison":
            body = self._message(person, {"text": self._poisoned()})
        else:
            body = self._message(person, {"text": self._command()})
        update = {"update_id": update_id, **body}
        return kind, self.torn(update) if kind == "malformed" else update

    def _filled(self, text: str) -> str:
        return text.replace("{n}", str(self.random.randint(-3, self._last_task + 5)))

    def _poisoned(self) -> str:
        text = self.random.choice(POISON)
        match self.random.randrange(4):
            case 0:
                return text
            case 1:
                return f"{self._filled(self.random.choice(WORDS))} {text}"
            case 2:
                return text + "".join(
                    chr(self.random.choice((self.random.randint(1, 0x2FF), self.random.randint(0x300, 0xFFFF))))
                    for _ in range(40)
                )
            case _:
                return (text * (4096 // max(len(text), 1) + 1))[: self.random.choice((100, 3999, 4000, 4001, 4096))]

    def _command(self) -> str:
        words = self.random.choice(("", str(self.random.randint(-5, self._last_task + 5)), self._filled(self.random.choice(WORDS)),
                                    self.random.choice(POISON), "#" + str(self.random.randint(1, self._last_task))))  # fmt: skip
        return f"/{self.random.choice(COMMANDS)} {words}"[:4096]

    def _tap(self, person: int) -> dict[str, Any]:
        """A button of one's own, of somebody else's, or one that never was."""
        own = self.shown.get(person) or [0]
        data = self.random.choice((
            f"{self.random.choice(own)}.{self.random.randint(0, 12)}", f"{self.random.choice(own)}.{self.random.randint(0, 3)}",
            f"{self.random.choice(own[-3:])}.{self.random.randint(0, 3)}", f"{self.random.randint(1, self.outbox_ids)}.0",
            f"{self.random.randint(1, self.outbox_ids)}.{self.random.randint(0, 5)}", "0.0", "-1.-1", "1.1.1", "", ".", "9" * 60,
            "٣.٣", "1e3.0", f"{2**63}.0", "1.99999999999999999999", "erase.1", "{{98765431*7}}", "\x00", "²." + "²",
        ))  # fmt: skip
        chat = self._chat(person)
        shown = {"message_id": self.random.randint(1, 99), "date": 1_770_000_000, "chat": chat, "text": "x"}
        query = {
            "id": str(self._next()),
            "from": self._sender(person),
            "chat_instance": "1",
            "data": data,
            "message": shown,
        }
        if self.random.random() < 0.05:
            query.pop(self.random.choice(("data", "message")))
        return {"callback_query": query}

    def _file(self) -> dict[str, Any]:
        number = self.random.randrange(len(FILES))
        ref = f"file-{self._next()}"
        self.files[ref] = number
        document = {"file_id": ref, "file_unique_id": ref, "file_name": self.random.choice(FILE_NAMES), "mime_type": "x/y",
                    "file_size": self.random.choice((len(FILES[number][0]), 10**12, 0))}  # fmt: skip
        if self.random.random() < 0.2:
            document.pop("file_name")
        return {"document": document, "caption": self._poisoned()[:1024] if self.random.random() < 0.5 else ""}

    def _message(self, person: int, content: dict[str, Any]) -> dict[str, Any]:
        body = {
            "message_id": self._next(),
            "date": 1_770_000_000,
            "chat": self._chat(person),
            "from": self._sender(person),
            **content,
        }
        if self.random.random() < 0.2:
            replied = {
                "message_id": self.random.randint(1, 500),
                "date": 1_770_000_000,
                "chat": body["chat"],
                "text": "x",
            }
            body["reply_to_message"] = replied
        return {"message": body}

    def _chat(self, person: int) -> dict[str, Any]:
        if self.random.random() < 0.1:
            return {"id": self.random.choice(self._groups), "type": "group", "title": self.random.choice(POISON)}
        return {"id": person, "type": "private", "first_name": "x"}

    def _sender(self, person: int) -> dict[str, Any]:
        name = self.random.choice((*POISON, "Lan", "Sở Nội vụ", "admin", "Đôn Đốc"))
        return {"id": person, "is_bot": False, "first_name": name, "last_name": self.random.choice(POISON)}

    def torn(self, value: Any) -> Any:
        """The update with one part of it gone or of another kind."""
        paths = list(_paths(value))
        path = self.random.choice([one for one in paths if one != ("update_id",)])
        node = value
        for step in path[:-1]:
            node = node[step]
        if self.random.random() < 0.3 and isinstance(node, dict):
            del node[path[-1]]
        else:
            node[path[-1]] = self.random.choice(
                (None, "", "x", 0, -1, 2**70, 1.5, True, [], {}, [{}], {"id": None}, "\ud800", [[[]]])
            )
        return value

    def _next(self) -> int:
        self._ids += 1
        return self._ids


def _paths(value: Any, here: tuple[Any, ...] = ()) -> Any:
    if isinstance(value, dict):
        for key, one in value.items():
            yield (*here, key)
            yield from _paths(one, (*here, key))
