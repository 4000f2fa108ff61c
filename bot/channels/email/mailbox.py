"""IMAP: what came into the mailbox, in the order of its UIDs, and waiting for more (IDLE). Nothing is ever deleted.

Everything here blocks: it runs in a thread, one call at a time. Letters are fetched as they are, unparsed: a hostile
one is judged elsewhere (`opened`).
"""

import contextlib
import datetime as dt
import imaplib
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from bot.channels.email.account import Account

FOLDER = "INBOX"
TAKEN = "$DonDoc"
"""The keyword of a letter that is stored, where the server has room for keywords."""

LOOKED_BACK = 14
"""Days that are looked through again where the server has numbered its letters anew."""

WHOLE = 30_000_000
"""Bytes up to which a letter is fetched whole; of a larger one its head alone."""

AT_ONCE = 20
"""Letters named in one question for their sizes and marked together."""

_SLICE = 1.0  # seconds after which a wait looks whether it should end
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")

log = structlog.get_logger()

PROBLEMS = (imaplib.IMAP4.error, ImapToolsError, OSError)
"""What a mailbox that is away, or that refuses us, raises."""

REFUSED = MailboxLoginError


@dataclass(frozen=True)
class Place:
    """How far the mailbox was read: its numbering and the last letter's number in it."""

    validity: int = 0
    last: int = 0


@dataclass(frozen=True)
class Fetched:
    """A letter as it lies in the mailbox. `raw` is its head alone where it is not `whole`; `size` in bytes."""

    place: Place
    raw: bytes
    size: int
    whole: bool = True


class Mailbox:
    """One account's mailbox."""

    def __init__(self, account: Account, answer: float) -> None:
        """`answer` bounds each step, in seconds."""
        self._account = account
        self._answer = answer
        self._box: BaseMailBox | None = None
        self._validity = 0
        self._ending = threading.Event()
        self._turn = threading.Lock()

    def open(self) -> Place:
        """Log in; the place behind the newest letter. Raises one of PROBLEMS."""
        with self._turn:
            box = self._opened()
            return Place(self._validity, int(box.folder.status(FOLDER, ["UIDNEXT"])["UIDNEXT"]) - 1)

    def close(self) -> None:
        """End the connection, a wait in another thread, too."""
        self._ending.set()
        with self._turn:
            self._leave()

    def newer(self, place: Place) -> list[Fetched]:
        """The next letters behind `place`, oldest first; where the numbering has changed, of those of the last days.

        [] when there are no more. Raises one of PROBLEMS; the connection is made anew the next time then.
        """
        with self._turn, self._or_leave():
            box, fetched, weight = self._opened(), list[Fetched](), 0
            for uid, size in self._sizes(box, self._uids(box, place)[:AT_ONCE]):
                weight += min(size, WHOLE)
                if fetched and weight > WHOLE:
                    break
                fetched.append(self._fetch(box, uid, size))
            return fetched

    def mark(self, uids: list[int]) -> None:
        """These (of one look) are stored: say so in the mailbox, for people who look there. Raises one of PROBLEMS."""
        with self._turn, self._or_leave():
            box = self._opened()
            stored = ",".join(map(str, uids))
            if box.client.uid("STORE", stored, "+FLAGS", f"(\\Seen {TAKEN})")[0] != "OK":
                box.client.uid("STORE", stored, "+FLAGS", "(\\Seen)")

    def find(self, place: Place, message_id: str) -> bytes:
        """A letter seen before, wherever it stands now; b"" where it is gone. Raises one of PROBLEMS."""
        with self._turn, self._or_leave():
            box = self._opened()
            if place.validity == self._validity and (raw := self._whole(box, place.last)):
                return raw
            quoted = message_id.replace("\\", "").replace('"', "")
            for uid in reversed(box.client.uid("SEARCH", "HEADER", "Message-ID", f'"{quoted}"')[1][0].split()):
                return self._whole(box, int(uid))
            return b""

    def wait(self, seconds: float) -> bool:
        """Until something comes, `seconds` at the most; whether something did. Raises one of PROBLEMS."""
        with self._turn, self._or_leave():
            box = self._opened()
            end = time.monotonic() + seconds
            if "IDLE" not in box.client.capabilities:
                self._ending.wait(max(seconds, 0.0))
                return False
            box.idle.start()  # type: ignore[no-untyped-call]
            try:
                while not self._ending.is_set() and (left := end - time.monotonic()) > 0:
                    if any(b"EXISTS" in line for line in box.idle.poll(timeout=min(left, _SLICE))):
                        return True
                return False
            finally:
                box.idle.stop()  # type: ignore[no-untyped-call]

    def _uids(self, box: BaseMailBox, place: Place) -> list[int]:
        if place.validity != self._validity:
            since = (dt.datetime.now(dt.UTC) - dt.timedelta(days=LOOKED_BACK)).strftime("%d-%b-%Y")
            # What is marked was stored before it was; a server that keeps no keywords marks nothing, and shows all.
            answer = box.client.uid("SEARCH", "SINCE", since, "UNKEYWORD", TAKEN)
            return sorted(int(uid) for uid in (answer[1][0] or b"").split())
        answer = box.client.uid("SEARCH", "UID", f"{place.last + 1}:*")
        # "n:*" names the newest letter even where its number is below n (RFC 3501).
        return sorted(uid for word in (answer[1][0] or b"").split() if (uid := int(word)) > place.last)

    def _sizes(self, box: BaseMailBox, uids: list[int]) -> list[tuple[int, int]]:
        if not uids:
            return []
        lines = box.client.uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)")[1]
        sizes = dict.fromkeys(uids, 0)
        for line in (_words([line]) for line in lines):
            if (uid := _UID.search(line)) and (size := _SIZE.search(line)) and int(uid[1]) in sizes:
                sizes[int(uid[1])] = int(size[1])
        return list(sizes.items())

    def _fetch(self, box: BaseMailBox, uid: int, size: int) -> Fetched:
        place = Place(self._validity, uid)
        if size > WHOLE:
            head = _literal(box.client.uid("FETCH", str(uid), "(BODY.PEEK[HEADER])")[1])
            return Fetched(place, head, size, whole=False)
        return Fetched(place, self._whole(box, uid), size)

    def _whole(self, box: BaseMailBox, uid: int) -> bytes:
        return _literal(box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")[1])

    def _opened(self) -> BaseMailBox:
        if self._box is not None:
            return self._box
        if self._ending.is_set():
            raise OSError("closed")
        server, account = self._account.imap, self._account
        box: BaseMailBox
        if server.security == "tls":
            box = MailBox(server.host, server.port, self._answer, ssl_context=account.tls())
        elif server.security == "starttls":
            box = MailBoxStartTls(server.host, server.port, self._answer, ssl_context=account.tls())
        else:
            box = MailBoxUnencrypted(server.host, server.port, self._answer)
        try:
            if account.token_command:
                box.xoauth2(account.user, account.access_token(), initial_folder=None)
            else:
                box.login_utf8(account.user, account.password, initial_folder=None)
            box.folder.set(FOLDER)
            self._validity = int(box.folder.status(FOLDER, ["UIDVALIDITY"])["UIDVALIDITY"])
        except BaseException:
            _end(box)
            raise
        self._box = box
        return box

    @contextlib.contextmanager
    def _or_leave(self) -> Iterator[None]:
        try:
            yield
        except PROBLEMS:
            self._leave()
            raise

    def _leave(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            _end(box)


def _end(box: BaseMailBox) -> None:
    with contextlib.suppress(*PROBLEMS):
        box.logout()
    with contextlib.suppress(OSError):
        box.client.shutdown()


def _literal(data: list[object]) -> bytes:
    return next((bytes(part[1]) for part in data if isinstance(part, tuple)), b"")


def _words(data: list[object]) -> bytes:
    return b" ".join(part[0] if isinstance(part, tuple) else part for part in data if isinstance(part, tuple | bytes))
