"""How far a long step is: a bar at a terminal, now and then a line where there is none. Always on stderr."""

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator

SECONDS_BETWEEN_LINES = 5.0
SECONDS_OF_SILENCE = 3.0
"""A step that takes longer says that it goes on."""

ShowProgress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


@contextlib.contextmanager
def progress(title: str) -> Iterator[ShowProgress]:
    """Shows a step of unknown length until it says how much there is; a short step without a terminal shows nothing."""
    if sys.stderr.isatty():
        with _bar(title) as show:
            yield show
    else:
        late = threading.Timer(SECONDS_OF_SILENCE, lambda: sys.stderr.write(f"{title} …\n"))
        late.daemon = True
        late.start()
        try:
            yield _lines(title)
        finally:
            late.cancel()


@contextlib.contextmanager
def _bar(title: str) -> Iterator[ShowProgress]:
    from rich.console import Console  # loaded only where there is a terminal to draw on
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        step = shown.add_task(title, total=None)
        yield lambda done, total: shown.update(step, completed=done, total=total)


def _lines(title: str) -> ShowProgress:
    """One line every few seconds, so that a log of it stays readable."""
    last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            sys.stderr.write(f"{title}: {done}/{total}\n")
            sys.stderr.flush()

    return show
