"""Edges and assembly: command line, settings, composition root, one file a channel, the sandbox."""

import gc

# Everything a start loads stays. Looking through it for garbage after every 700 objects, as Python does unasked, takes
# a sixth of the start and finds nothing; tests/bench/bench_start.py measures it.
gc.set_threshold(50_000)
