"""Lets the stories of this folder use the conversations of tests/handlers."""

import pathlib
import sys

_HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parents[1] / "handlers")]
