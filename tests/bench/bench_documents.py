"""What reading large files costs: time and memory in a process of its own, beside the library that reads such files.

The files are made here: a workbook of 20 MB, a Word file of 200 pages, a PDF of 300. Time is that of the processor.

python tests/bench/bench_documents.py
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from docx import Document
from figures import Figure, paired
from openpyxl import Workbook
from reportlab.platypus import SimpleDocTemplate, Table

MOST_MEMORY = 400
_WORDS = [
    "chủ",
    "trì",
    "phối",
    "hợp",
    "thực",
    "hiện",
    "nhiệm",
    "vụ",
    "kế",
    "hoạch",
    "cải",
    "cách",
    "hành",
    "chính",
    "tỉnh",
    "sở",
    "nội",
    "vụ",
    "báo",
    "cáo",
]
_MEASURE = """
import json, resource, sys, time
data = sys.argv[1]
{imports}
started = time.process_time()
{work}
print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_OURS = ("from pathlib import Path\nfrom catalog.documents.read import read", "read(Path(data), data)")
_BESIDE = {
    "xlsx": (
        "import openpyxl",
        "[c.value for s in openpyxl.load_workbook(data, read_only=True) for r in s.rows for c in r]",
    ),
    "docx": ("import docx", "[c.text for t in docx.Document(data).tables for r in t.rows for c in r.cells]"),
    "pdf": ("import pdfplumber", "[p.extract_tables() or p.close() for p in pdfplumber.open(data).pages]"),
}


def workbook(path: Path) -> None:
    """About 20 MB: 450,000 cells that do not pack well."""
    chance, book = random.Random(1), Workbook(write_only=True)
    sheet = book.create_sheet("Trang")
    for _ in range(45_000):
        sheet.append([f"{' '.join(chance.choices(_WORDS, k=8))} {chance.getrandbits(190):x}" for _ in range(10)])
    book.save(path)


def word(path: Path) -> None:
    """About 200 pages of paragraphs and tables."""
    chance, file = random.Random(2), Document()
    for _ in range(40):
        for _ in range(12):
            file.add_paragraph(" ".join(chance.choices(_WORDS, k=60)))
        table = file.add_table(rows=40, cols=5)
        for row in table._tbl.tr_lst:
            for cell in row.tc_lst:
                cell.p_lst[0].add_r().text = " ".join(chance.choices(_WORDS, k=12))
    file.save(path)


def pdf(path: Path) -> None:
    """300 pages of one ruled table."""
    chance = random.Random(3)
    rows = [[str(at), *(f"{chance.getrandbits(60):x}" for _ in range(4))] for at in range(300 * 38)]
    SimpleDocTemplate(str(path)).build([Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])])


def measured() -> list[Figure]:
    """One figure a kind of file: time beside the library, memory beside the limit."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, make, what in (
            ("xlsx", workbook, "a 20 MB workbook"),
            ("docx", word, "a 200-page Word file"),
            ("pdf", pdf, "a 300-page PDF"),
        ):
            path = Path(folder, f"a.{kind}")
            make(path)
            memory: list[float] = []
            pair = paired(_run(path, _OURS, memory), _run(path, _BESIDE[kind], []), 1)
            most = max(memory)
            figures.append(
                Figure("j", what, f"read as a Document: {pair.ours:.1f} s, {most:.0f} MB", f"its library alone: {pair.beside:.1f} s",
                       pair.ratio, f"<= {MOST_MEMORY} MB", most <= MOST_MEMORY)
            )  # fmt: skip
    return figures


def _run(path: Path, code: tuple[str, str], memory: list[float]) -> Callable[[], float]:
    def once() -> float:
        script = _MEASURE.format(imports=code[0], work=code[1])
        made = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
        seconds, most = json.loads(made.stdout)
        memory.append(most)
        return float(seconds)

    return once


if __name__ == "__main__":
    for figure in measured():
        print(figure)
