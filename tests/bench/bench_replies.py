"""How right and how fast replies are read: `python tests/bench/bench_replies.py` prints a table; nothing is asserted."""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).parents[1] / "handlers" / "replies"
sys.path.insert(0, str(HERE))

from labelled_replies import TODAY, labelled  # noqa: E402

from catalog.text import strip_accents  # noqa: E402
from handlers.replies import parse_reply  # noqa: E402


def main() -> None:
    """Print, per labelled set, items right in every field, wrong "done", and the time a reply takes."""
    print(f"{'set':<16}{'replies':>8}{'items':>7}{'right':>8}{'wrong done':>12}{'ms median':>11}{'ms worst':>10}")
    for name in (*sorted(path.name for path in HERE.glob("replies*.txt")), "replies*.txt"):
        for bare in (False, True):
            items = right = wrong = 0
            times = []
            for reply in labelled(name):
                started = time.perf_counter()
                said = parse_reply(strip_accents(reply.text) if bare else reply.text, TODAY)
                times.append(1000 * (time.perf_counter() - started))
                meant, got = ({item.ref: item for item in side.items} for side in (reply.meant, said))
                for ref in meant.keys() | got.keys():
                    items += 1
                    right += meant.get(ref) == got.get(ref)
                    claimed = ref in got and got[ref].state == "reported"
                    wrong += claimed and (ref not in meant or meant[ref].state != "reported")
            if times:
                times.sort()
                label = f"{name.removesuffix('.txt')}{' bare' if bare else ''}"
                share = f"{right / items:.1%}"
                print(
                    f"{label:<16}{len(times):>8}{items:>7}{share:>8}{wrong:>12}{times[len(times) // 2]:>11.2f}{times[-1]:>10.2f}"
                )


if __name__ == "__main__":
    main()
