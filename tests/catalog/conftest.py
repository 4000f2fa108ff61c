"""Lets the tests of this folder import `lived_history` beside them (importlib mode knows no test packages)."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
