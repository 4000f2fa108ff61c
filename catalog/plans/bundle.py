"""The plans that ship with the program: facts read from the sources once, kept as JSON beside this file.

`python -m catalog.plans.bundle SOURCE_DIR [TARGET_DIR]` makes them anew. Only the facts of a plan are kept (numbers,
tasks, outputs, deadlines, agencies, reporting sentences), with the source document and row, not its running text.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from catalog.organisations import khanh_hoa
from catalog.plans.codec import plan_from_json, plan_to_json
from catalog.plans.model import ParsedPlan

BUNDLED = Path(__file__).parent / "bundled"


def bundle(source_dir: Path, target_dir: Path) -> list[Path]:
    """Write one JSON a plan of `source_dir` (its .txt files) into `target_dir`; the files written, in order.

    Raises NotAPlan where a source is none.
    """
    target_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(source_dir.glob("*.txt")):
        data = source.read_bytes()
        content = json.dumps(bundled_facts(source.name, data), ensure_ascii=False, indent=1, sort_keys=True)
        target = target_dir / f"{source.stem}.json"
        target.write_text(content + "\n", encoding="utf-8")
        written.append(target)
    return written


def bundled_facts(source_name: str, data: bytes) -> dict[str, Any]:
    """What the bundle keeps of one source: its name, its digest and the facts of the plan."""
    from catalog.plans.reader import read_plan  # slow to load, and needed only where the bundle is made

    plan = plan_to_json(read_plan(data, source_name, khanh_hoa.registry()))
    return {"source": source_name, "sha256": hashlib.sha256(data).hexdigest(), "plan": plan}


def load_bundled() -> list[ParsedPlan]:
    """The bundled plans in the order of their file names."""
    return [plan for plan, _, _ in load_sources()]


def load_sources() -> list[tuple[ParsedPlan, str, str]]:
    """(plan, name of its source, SHA-256 of its source): the source itself, imported later, is known again by it."""
    kept = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(BUNDLED.glob("*.json"))]
    return [(plan_from_json(facts["plan"]), facts["source"], facts["sha256"]) for facts in kept]


if __name__ == "__main__":
    for path in bundle(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else BUNDLED):
        sys.stdout.write(f"{path}\n")
