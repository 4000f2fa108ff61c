"""Small files written by hand, part by part: what a library would not write is what has to be read."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
