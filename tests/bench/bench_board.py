"""What a page of the board costs, from few assignments to many: the table, its filters, the leader's screen, two months.

    python tests/bench/bench_board.py [few] [many]

Pages are asked of the running web application by a leader who is signed in; the figures are CPU milliseconds of this
process, medians, so that a busy machine disturbs them little.
"""

import asyncio
import datetime as dt
import pathlib
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass

import figures
import httpx
from bench_overview import DAY, NOW, caught_up
from figures import Figure, paired
from sqlmodel import Session

from bot.app import App
from bot.settings import load_settings
from bot.web.app import make_web
from catalog.audit import SYSTEM
from catalog.figures.past_days import count_day, keep_day
from catalog.messaging import board_sessions
from catalog.messaging.upload_links import remember_public_url
from catalog.people.people import contact_for, grant
from catalog.store.store import Store

PAGES = {
    "the table": "/bang/",
    "the table, overdue of an agency": "/bang/?tinh-trang=open_overdue&co-quan=7",
    "the table, a warning and words": "/bang/?canh-bao=silence&tu-khoa=nhi%E1%BB%87m+1",
    "the leader's screen": "/bang/tong-hop",
    "two months": "/bang/so-sanh",
}
URL = "https://bench.example.vn"


@dataclass
class Board:
    """The board over one store, with somebody who reads it."""

    store: Store
    asgi: object
    cookie: str

    async def ask(self, path: str) -> bytes:
        """A page as a browser gets it."""
        transport = httpx.ASGITransport(self.asgi)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            answer = await client.get(path, headers={"cookie": f"dondoc_bang={self.cookie}"})
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content


def board_over(store: Store, home: pathlib.Path) -> Board:
    """A leader signed in on the board of this store."""

    def sign_in(session: Session) -> str:
        remember_public_url(session, URL, NOW)
        contact = contact_for(session, "telegram", "1", "Lãnh đạo", NOW)
        grant(session, contact.person_id or 0, "leader", None, SYSTEM, NOW)
        link = board_sessions.offer(session, contact, contact.person_id or 0, NOW)
        opened = board_sessions.open_with(session, link.rpartition("/")[2], NOW)
        assert opened is not None
        return opened[0]

    app = App(load_settings({"home": home, "public_url": URL}), store, lambda: NOW)
    return Board(store, make_web(app), store.write(sign_in))


def page_ms(board: Board, path: str, repeats: int = figures.REPEATS) -> float:
    """CPU milliseconds of a page, the median."""

    async def once() -> float:
        start = time.process_time()
        await board.ask(path)
        return time.process_time() - start

    async def all_of_them() -> list[float]:
        await once()
        return [await once() for _ in range(repeats)]

    return statistics.median(asyncio.run(all_of_them())) * 1000


WANTED = 1.2
"""So much more a page may cost over a hundred times the work, where only a page of it is shown."""

GROWING = ("the table, a warning and words",)
"""What is looked for in all words there are grows with them: 150 ms at 100,000 is what is wanted."""


def measured(few: int = 10_000, many: int = 100_000) -> list[Figure]:
    """Part m: every page at both sizes, in turn."""
    with tempfile.TemporaryDirectory() as name:
        home = pathlib.Path(name)
        stores = [caught_up(home, size) for size in (few, many)]
        small, large = (_with_its_days(store, home) for store in stores)
        found = []
        for page, path in PAGES.items():
            pair = paired(lambda path=path: page_ms(large, path), lambda path=path: page_ms(small, path))  # type: ignore[misc]
            grows = page in GROWING
            met = pair.ours <= 150 if grows else pair.ratio <= WANTED
            found.append(
                Figure("m", f"board, {page}, {many:,} assignments", f"{pair.ours:.1f} ms", f"{few:,}: {pair.beside:.1f} ms",
                       pair.ratio, "ours <= 150 ms" if grows else f"<= {WANTED}", met, pair.spread)
            )  # fmt: skip
        for store in stores:
            store.close()
    return found


def _with_its_days(store: Store, home: pathlib.Path) -> Board:
    keep_days(store)
    return board_over(store, home)


def keep_days(store: Store) -> None:
    """Keep the days that a page looks back to: they are counted once, and here before measuring."""
    for day in (DAY - dt.timedelta(days=7), DAY.replace(day=1) - dt.timedelta(days=1)):
        with store.read() as session:
            begun = time.process_time()
            found = count_day(session, day)
        store.write(lambda session, found=found: keep_day(session, found))  # type: ignore[misc]
        print(f"the figures of {day} counted from the record in {time.process_time() - begun:.1f} s, once")


if __name__ == "__main__":
    for figure in measured(*[int(word) for word in sys.argv[1:3]]):
        print(figure)
