"""Edges and assembly: command line, settings, composition root, a folder a channel, the web, the sandbox."""

import gc
import sys

__version__ = "0.1.0"
"""The same as in pyproject.toml and, for a release, in CHANGELOG.md."""

LOADING, AT_WORK = 500_000, 50_000
"""New objects after which garbage is looked for. Everything a start loads stays: looking through it after every 700, as
Python does unasked, takes a fifth of the start and finds nothing (tests/bench/bench_start.py)."""

gc.set_threshold(AT_WORK)

# Beside the loop, which carries a message by many small steps, the writer computes without a pause: each step would
# wait five milliseconds for its turn (tests/bench/bench_http.py measures what people wait for).
sys.setswitchinterval(0.001)
