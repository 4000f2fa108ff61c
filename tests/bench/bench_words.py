"""How long the router takes for a sentence: `python tests/bench/bench_words.py`.

Prints milliseconds of this processor; asserts nothing. The sentences are those of `tests/handlers/words`.
"""

import datetime as dt
import pathlib
import statistics
import time

from catalog.organisations.khanh_hoa import registry
from handlers.words import Known, understand

SENTENCES = pathlib.Path(__file__).parents[1] / "handlers" / "words" / "sentences.txt"
TODAY = dt.date(2026, 4, 8)
ROUNDS = 5


def main() -> None:
    """The time of each sentence, the best of some rounds, once the rules are loaded."""
    known = Known(registry())
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if " => " in line]
    said = [line.split(" => ")[0].split(" | ") for line in lines]
    began = time.process_time()
    understand("việc của tôi", "focal", known, TODAY)
    print(f"rules loaded in {time.process_time() - began:.2f} s")
    times = []
    for role, text in said:
        best = min(_once(role, text, known) for _ in range(ROUNDS))
        times.append(best * 1000)
    print(f"{len(times)} sentences: median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms")


def _once(role: str, text: str, known: Known) -> float:
    began = time.process_time()
    understand(text, role, known, TODAY)  # type: ignore[arg-type]
    return time.process_time() - began


if __name__ == "__main__":
    main()
