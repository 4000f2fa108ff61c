"""Edges and assembly: command line, settings, composition root, a folder a channel, the web, the sandbox."""

import gc

__version__ = "0.1.0"
"""The same as in pyproject.toml and, for a release, in CHANGELOG.md."""

# Everything a start loads stays. Looking through it for garbage after every 700 objects, as Python does unasked, takes
# a sixth of the start and finds nothing; tests/bench/bench_start.py measures it.
gc.set_threshold(50_000)
