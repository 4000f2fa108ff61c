"""The board under attack: links reused, forwarded and guessed, forms of other sessions, ids of others, rights that end
while a page is open, markup in every field, forms without end. What an attacker gets back is looked through.
"""

import html
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from attack import ATTACKER, OFFICER, VICTIM
from hostile_inputs import FILE_NAMES, FILES, POISON
from sqlmodel import Session, select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.messaging import board_sessions
from catalog.people.people import contact_for, end, grant, known_contact
from catalog.tables import Evidence, Membership

if TYPE_CHECKING:
    from doors import Doors

LEAVER = 7500
"""Somebody whose role ends while a page of theirs is open."""

_MARK = re.compile(r'name="mark" value="([^"]+)"')
_SEALED = re.compile(r'name="(nut|hoi)"[^>]*? value="([^"]+)"')
_REFUSED = (400, 401, 403, 404, 405, 410, 413, 422)
_READ = ("", "tong-hop", "so-sanh", "tra-loi", "lich", "khac", "doi-chieu", "sua", "xuat")
_NAMES = (
    "ke-hoach",
    "co-quan",
    "nhom",
    "tinh-trang",
    "tu-ngay",
    "canh-bao",
    "tu-khoa",
    "sap-xep",
    "trang",
    "so-dong",
    "thang",
)


@dataclass(frozen=True)
class Guest:
    """A browser: its cookie, and the marks and sealed buttons of the page it has open."""

    cookie: str
    marks: tuple[str, ...]
    sealed: tuple[tuple[str, str], ...]

    @property
    def headers(self) -> dict[str, str]:
        """What the browser sends along."""
        return {"cookie": f"dondoc_bang={self.cookie}"}


class BoardDoor:
    """What an attacker tries on the board; each kind is one knock."""

    def __init__(self, doors: "Doors", seed: int) -> None:
        self.doors = doors
        self.random = random.Random(seed)
        self.victims = sorted(doors.attack.victims)
        with doors.app.store.read() as session:
            rows = session.exec(select(Evidence)).all()
            self.evidence = [row.id for row in rows if row.assignment_id in doors.attack.victims]
        self.kinds: dict[str, Callable[[int], Awaitable[None]]] = {
            "board link": self._link, "board of others": self._of_others, "board foreign form": self._foreign_form,
            "board forged ids": self._forged_ids, "board rights end": self._rights_end, "board huge form": self._huge,
            "board own words": self._own_words,
        }  # fmt: skip

    # --- browsers ---

    def _offered(self, chat: int) -> str:
        now = self.doors.clock()

        def offer(session: Session) -> str:
            contact = known_contact(session, "telegram", str(chat))
            assert contact is not None
            return board_sessions.offer(session, contact, contact.person_id or 0, now)

        return self.doors.app.store.write(offer).rpartition("/")[2]

    async def _guest(self, chat: int, page: str = "khac") -> Guest:
        token, now = self._offered(chat), self.doors.clock()
        opened = self.doors.app.store.write(lambda s: board_sessions.open_with(s, token, now))
        assert opened is not None
        shown = await self._get(page, {"cookie": f"dondoc_bang={opened[0]}"})
        return Guest(opened[0], tuple(_MARK.findall(shown)), tuple(_SEALED.findall(shown)))

    async def _get(self, page: str, headers: dict[str, str]) -> str:
        transport = httpx.ASGITransport(self.doors.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            return (await client.get(f"/bang/{page}", headers=headers)).text

    async def _ask(self, method: str, path: str, expected: tuple[int, ...], **given: Any) -> httpx.Response | None:
        """As the doors ask, and nothing of others is in the answer."""
        answer = await self.doors._ask(method, path, expected, **given)
        if answer is not None and "text" in answer.headers.get("content-type", ""):
            text = html.unescape(answer.text)
            for title in self.doors.attack.foreign[ATTACKER]:
                if title in text:
                    self.doors.account.wrong("leaked", f"the task {title!r} by {method} {path[:80]}")
        return answer

    def _let_in(self, answer: httpx.Response | None, what: str) -> None:
        if answer is not None and re.search(r"dondoc_bang=[^;\"]", answer.headers.get("set-cookie", "")):
            self.doors.account.wrong("let_in", f"a session by {what}")

    # --- the kinds ---

    async def _link(self, number: int) -> None:
        """A link guessed, forwarded, used up, or pressed by another site; seen by a preview it is still good."""
        token, now = self._offered(VICTIM), self.doors.clock()
        guessed = self.random.choice(
            (token[:-1], token + "x", token.swapcase(), "x" * 43, "../" + token, "%00", *POISON[:6])
        )
        for method in ("GET", "POST"):
            self._let_in(await self._ask(method, f"/mo-bang/{guessed}", _REFUSED), "a guessed link")
        crossed = await self._ask("POST", f"/mo-bang/{token}", (200,), headers={"sec-fetch-site": "cross-site"})
        self._let_in(crossed, "a press of another site")
        for method in ("GET", "HEAD", "GET"):
            self._let_in(await self._ask(method, f"/mo-bang/{token}", (200, 405)), "looking at a link")
        if self.doors.app.store.write(lambda s: board_sessions.open_with(s, token, now)) is None:
            self.doors.account.wrong("crashed", "a link that was only looked at is used up")
        for method in ("GET", "POST", "POST"):
            self._let_in(await self._ask(method, f"/mo-bang/{token}", (410,)), "a link used before")

    async def _of_others(self, number: int) -> None:
        """Pages about what others have: cards, evidence, scans, filters with poison in them."""
        guest = await self._guest(ATTACKER)
        one, file = self.random.choice(self.victims), self.random.choice(self.evidence)
        for path in (
            f"viec-{one}",
            f"tep-{file}",
            f"tep-{file}-trang-1",
            f"doi-chieu-{number % 9}",
            f"doi-chieu-hang-{one}",
        ):
            await self._ask("GET", f"/bang/{path}", (404,), headers=guest.headers)
        given = {name: self._poison() for name in self.random.sample(_NAMES, 3)}
        await self._ask("GET", f"/bang/{self.random.choice(_READ)}", (200, 404), headers=guest.headers, params=given)
        theirs = {
            "co-quan": str(self.doors.attack.victim_agency),
            "tu-khoa": self.random.choice(("", "vướng mắc", "minh chứng")),
        }
        await self._ask("GET", "/bang/", (200, 404), headers=guest.headers, params=theirs)
        wrong = self.random.choice(("", "x", guest.cookie[:-1], guest.cookie + "0", "đ".encode().decode("latin-1")))
        await self._ask("GET", "/bang/", (401,), headers=[(b"cookie", f"dondoc_bang={wrong}".encode("latin-1"))])

    async def _foreign_form(self, number: int) -> None:
        """Marks and sealed buttons that were made for somebody else, cut short, or made up."""
        mine, theirs = await self._guest(ATTACKER, "lich"), await self._guest(OFFICER)
        mark = self.random.choice((*theirs.marks, "", mine.marks[0][:-1], mine.marks[0] + "0", "x.y", self._poison()))
        where = self.random.choice(("thao-tac", f"viec-{self.random.choice(self.victims)}", "duyet", "sua", "tra-loi", "lich",
                                    "doi-chieu", "ket-thuc"))  # fmt: skip
        await self._ask("POST", f"/bang/{where}", (403,), headers=mine.headers, data={"mark": mark, "viec": "tao"})
        name, sealed = self.random.choice(theirs.sealed)
        value = self.random.choice((html.unescape(sealed), "e30.x", "null", html.unescape(sealed)[:-2], self._poison()))
        form = {"mark": mine.marks[0], name: value, "loi": self._poison()}
        await self._ask("POST", "/bang/thao-tac", (403,), headers=mine.headers, data=form)
        await self._ask("POST", "/bang/thao-tac", (401,), data={"mark": theirs.marks[0], name: html.unescape(sealed)})

    async def _forged_ids(self, number: int) -> None:
        """An own form with the ids of others: nothing of theirs may change (the account looks at the end)."""
        guest, one = await self._guest(ATTACKER, "tra-loi"), self.random.choice(self.victims)
        answer = {f"trang-thai-{one}": "reported", f"loi-{one}": self._poison(), "mark": guest.marks[0]}
        upload = (self._clean(self.random.choice(FILE_NAMES)) or "x", self.random.choice(FILES)[0])
        files = [(f"tep-{one}", upload)] if number % 2 else None
        await self._ask(
            "POST", "/bang/tra-loi", (200, *_REFUSED), stores=True, headers=guest.headers, data=answer, files=files
        )
        await self._ask("POST", "/bang/tra-loi", (200, *_REFUSED), headers=guest.headers, data=answer)  # the same mark
        for path, form in (
            ("duyet", {"chon": f"{one}-{number}", "viec": "chap-nhan"}),
            ("duyet", {"chon": f"{one}-1", "viec": "tra-lai", "ly-do": self._poison()}),
            ("sua", {f"ban-{one}": "x", f"deadline-{one}": "1/1/2030", "so-van-ban": "1/UB", "viec": "xem"}),
        ):
            mark = (await self._guest(ATTACKER, "lich")) if path == "sua" else await self._guest(ATTACKER)
            form = {**form, "mark": mark.marks[0]}
            await self._ask("POST", f"/bang/{path}", (200, *_REFUSED), stores=True, headers=mark.headers, data=form)

    async def _rights_end(self, number: int) -> None:
        """A role ends while the page is open: what it shows can neither be read again nor pressed."""
        now = self.doors.clock()

        def join(session: Session) -> int:
            contact = contact_for(session, "telegram", str(LEAVER), "Người rời đi", now)
            agency = agency_id(session, "Sở Công Thương")
            return grant(session, contact.person_id or 0, "focal", agency, SYSTEM, now).id or 0

        membership = self.doors.app.store.write(join)
        guest = await self._guest(LEAVER, "tra-loi")

        def leave(session: Session) -> str:
            row = session.get_one(Membership, membership)
            end(session, row, SYSTEM, now)
            session.flush()
            return f"{row.person_id} {row.role} {row.agency_id} {row.until} {row.ended_at}"

        # What happened by our own hand is nothing that an attacker got.
        self.doors.attack.before["membership"].add(self.doors.app.store.write(leave))
        own = next(iter(self.doors.attack.victims))
        form = {"mark": guest.marks[0], f"trang-thai-{own}": "reported"}
        for method, path in (("GET", ""), ("GET", "tra-loi"), ("POST", "tra-loi"), ("POST", "thao-tac")):
            given = {"data": form} if method == "POST" else {}
            await self._ask(method, f"/bang/{path}", (401,), headers=guest.headers, **given)

    async def _huge(self, number: int) -> None:
        """Forms of many megabytes, of many thousand fields, torn and of other kinds."""
        guest = await self._guest(ATTACKER, "lich")
        kind, body = self.random.choice(
            (
                ("application/x-www-form-urlencoded", b"mark=" + b"x" * 5_000_000),
                ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(20_000))),
                ("application/x-www-form-urlencoded", b"%" * 1000),
                ("multipart/form-data", b"--x"), ("multipart/form-data; boundary=x", b"--x\r\n\r\n" * 9000),
                ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"mark\"\r\n\r\n" + b"y" * 99),
                ("application/json", b"[" * 100_000), ("", b"\xff" * 5000),
            )
        )  # fmt: skip
        where = self.random.choice(("thao-tac", "duyet", "sua", "tra-loi", "lich", "ket-thuc", "doi-chieu"))
        headers = {**guest.headers, "content-type": kind}
        await self._ask("POST", f"/bang/{where}", (400, 403, 413), headers=headers, content=body)

    async def _own_words(self, number: int) -> None:
        """Markup in every field one may fill; what the officer then sees of it is looked through."""
        guest = await self._guest(ATTACKER, "tra-loi")
        own = re.findall(r'name="trang-thai-(\d+)"', await self._get("tra-loi", guest.headers)) or ["1"]
        form = {f"{name}-{one}": self._poison() for one in own[:3] for name in ("trang-thai", "phan-tram", "loi")}
        form |= {f"loi-{one}": "đang làm " + self._poison() for one in own[:2]}
        await self._ask("POST", "/bang/tra-loi", (200,), stores=True, headers=guest.headers,
                        data={**form, "mark": guest.marks[0]})  # fmt: skip
        officer = await self._guest(OFFICER)
        for page in ("", *(f"viec-{one}" for one in own[:3])):
            text = await self._get(page, officer.headers)
            if any(raw in text for raw in ("<script>alert", "<img src=x", "<b>đậm")):
                self.doors.account.wrong("not_plain", f"markup of an attacker in the officer's /bang/{page}")

    def _poison(self) -> str:
        return self._clean(self.random.choice(POISON))

    @staticmethod
    def _clean(text: str) -> str:
        return text.encode("utf-8", "replace").decode()
