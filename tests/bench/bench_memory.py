"""What stays after 20,000 messages of a small office: memory of the process, bytes in the store.

The messages are of the kinds people send: reports by number and in words, questions, thanks, lists asked for, names of
agencies. Each is read, handled and committed as `dondoc run` does it; memory is what the process holds (Linux, RSS)
after garbage was collected, from the 1,000th message on, when everything is loaded.

    python tests/bench/bench_memory.py [MESSAGES]
"""

import datetime as dt
import gc
import os
import pathlib
import sys
import tempfile

import sqlalchemy as sa
import structlog
from figures import Figure
from office import CALLERS, Ours

from catalog.store.store import Store

MESSAGES, LOADED = 20_000, 1_000
WORDS = (
    "#{code} được {percent}%", "nv {code} đang làm, khoảng {percent}%", "/viec", "#{code} xong rồi ạ",
    "#{code} vướng kinh phí, chưa bố trí được nguồn", "dạ vâng em cảm ơn", "việc nào sắp đến hạn vậy ạ?",
    "#{code} xin gia hạn đến 30/6/2026 do chờ ý kiến Sở Tài chính", "{percent}%", "/trogiup",
    "đã gửi công văn {percent}/BC-UBND về nhiệm vụ #{code}", "Sở Tài chính có bao nhiêu việc quá hạn?",
)  # fmt: skip


class Talking(Ours):
    """The office, saying all kinds of things."""

    def text(self, number: int) -> str:
        """What the chat whose turn it is says."""
        _, codes = self.chats[number % len(self.chats)]
        words = WORDS[(number // len(self.chats)) % len(WORDS)]
        return words.format(code=codes[number % len(codes)], percent=number % 90 + 5)


def held_megabytes() -> float:
    """What this process holds."""
    gc.collect()
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def store_bytes(store: Store) -> int:
    """The size of the database, what waits in its log included."""
    with store.read() as session:
        return int(session.execute(sa.text("PRAGMA page_count")).scalar_one()) * int(
            session.execute(sa.text("PRAGMA page_size")).scalar_one()
        )


def talk(office: Ours, count: int, days: dt.timedelta) -> None:
    """So many messages, in portions, so that nobody is met as a flood."""
    for start in range(0, count, 640):
        office.rate(min(640, count - start), 1)
        office._moment += days


def measured(messages: int = MESSAGES, loaded: int = LOADED) -> list[Figure]:
    """Part g."""
    with tempfile.TemporaryDirectory() as name:
        office = Talking(f"sqlite:///{pathlib.Path(name) / 'store.sqlite3'}", CALLERS)
        talk(office, loaded, dt.timedelta(hours=1))
        memory, size = held_megabytes(), store_bytes(office.store)
        talk(office, messages - loaded, dt.timedelta(hours=1))
        grown, each = held_megabytes() - memory, (store_bytes(office.store) - size) / (messages - loaded)
        office.store.close()
    return [
        Figure("g", f"memory after {messages:,} messages", f"{grown:.1f} MB more",
               f"at most 20 MB more than the {memory:.0f} MB after {loaded:,}", grown / 20, "<= 1", grown <= 20),
        Figure("g", "bytes in the store a message, with its answer, record and link", f"{each:,.0f}", "at most 2,000",
               each / 2000, "<= 1", each <= 2000),
    ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for figure in measured(*[int(word) for word in sys.argv[1:3]]):
        print(figure)
