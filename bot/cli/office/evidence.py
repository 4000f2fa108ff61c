"""dondoc evidence: what was sent as proof, and all of it in one folder with a list for the auditor."""

import csv
import io
import pathlib
import re
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.cli.command_context import find_agency, find_plan, opened
from bot.cli.office.evidence_read import read
from bot.cli.output import fail, print_json, print_table, print_text
from bot.store_opening import evidence_store
from catalog.clock import local
from catalog.official_documents.readings import reading_of
from catalog.people.people import display_name
from catalog.work.evidence import EvidenceStore, FileDamaged
from catalog.work.evidence_of_assignment import Listed, listed
from templates.render import say

app = typer.Typer(no_args_is_help=True, help="Minh chứng đã nhận.")
app.command("read")(read)

Plan = Annotated[str, typer.Option(help="Chỉ một kế hoạch.")]
Agency = Annotated[str, typer.Option(help="Chỉ một cơ quan.")]
Task = Annotated[int, typer.Option(help="Chỉ một nhiệm vụ (số sau dấu #).")]

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LIST = "danh-sach.csv"


@app.command("list")
def list_(
    plan: Plan = "",
    agency: Agency = "",
    task: Task = 0,
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Liệt kê minh chứng: nhiệm vụ, cơ quan, tên tệp, SHA-256, người gửi."""
    with opened() as (_, store), store.read() as session:
        rows = _rows(session, plan, agency, task)
        facts = [_facts(session, row) for row in rows]
    if json:
        print_json({"evidence": facts})
        return
    if not facts:
        print_text("Chưa có minh chứng nào.")
        return
    table = [(f"#{f['task']}", f["agency"], f["name"], f["size"], f["sent_at"][:16], f["sha256"][:12]) for f in facts]
    print_table(f"Minh chứng: {len(facts)} tệp", ("Nhiệm vụ", "Cơ quan", "Tệp", "Byte", "Gửi lúc", "SHA-256"), table)


@app.command("export")
def export(
    out: Annotated[pathlib.Path, typer.Option(help="Thư mục để ghi vào (tạo mới nếu chưa có).")],
    plan: Plan = "",
    agency: Agency = "",
    task: Task = 0,
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Ghi các tệp minh chứng ra một thư mục, kèm danh sách có mã SHA-256 để đối chiếu."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        fail(f"--out: “{out}” đã có sẵn nội dung; hãy chọn một thư mục mới hoặc trống.")
    with opened() as (settings, store), store.read() as session:
        rows = _rows(session, plan, agency, task)
        try:
            out.mkdir(parents=True, exist_ok=True)
            written, damaged = _write(session, rows, evidence_store(settings), out)
        except OSError as problem:
            fail(f"--out: không ghi được vào “{out}” ({problem.strerror}).")
    if json:
        print_json({"out": str(out), "files": written, "damaged": damaged})
    else:
        print_text(f"Đã ghi {written} tệp và {_LIST} vào {out}.")
        for name in damaged:
            print_text(f"HỎNG: {name} không còn đúng với mã SHA-256 đã lưu.")
    if damaged:
        raise SystemExit(1)


def _rows(session: Session, plan: str, agency: str, task: int) -> list[Listed]:
    return listed(
        session,
        plan_id=find_plan(session, plan).id if plan else None,
        agency_id=find_agency(session, agency)[0] if agency else None,
        task_id=task or None,
    )


def _facts(session: Session, row: Listed) -> dict[str, Any]:
    """One row as JSON prints it; times in province time."""
    return {
        "id": row.evidence_id, "task": row.task, "agency": row.agency, "name": row.name, "sha256": row.sha256,
        "mime": row.mime, "size": row.size, "sent_at": local(row.sent_at).isoformat(timespec="seconds"),
        **_read(session, row),
        "sender": display_name(session, row.person_id), "document_number": row.document_number,
        "words": "" if row.classified else row.words,
    }  # fmt: skip


def _read(session: Session, row: Listed) -> dict[str, Any]:
    """What was read of the file, in words, and of its digital signatures; "" while it was not read or says nothing."""
    reading = reading_of(session, row.sha256)
    if reading is None or row.classified:
        return {"document": "", "signed": ""}
    document = say("evidence.document", facts=reading.facts) if reading.facts.known else ""
    return {"document": document, "signed": say("evidence.signed", signatures=reading.signatures)}


def _write(session: Session, rows: list[Listed], store: EvidenceStore, out: pathlib.Path) -> tuple[int, list[str]]:
    """The files under names that say what they prove, and the list; how many, and which are damaged."""
    damaged: list[str] = []
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(
        ("tep", "nhiem_vu", "co_quan", "ten_goc", "sha256", "loai", "byte", "gui_luc", "nguoi_gui", "van_ban",
         "van_ban_doc_duoc", "chu_ky_so")
    )  # fmt: skip
    for row in rows:
        facts = _facts(session, row)
        name = file_name(row)
        try:
            (out / name).write_bytes(store.read(row.sha256))
        except FileDamaged:
            damaged.append(row.name)
            name = ""
        cells = ("task", "agency", "name", "sha256", "mime", "size", "sent_at", "sender", "document_number",
                 "document", "signed")  # fmt: skip
        table.writerow([_cell(name), *(_cell(facts[cell]) for cell in cells)])
    # With a byte order mark Excel reads the accents.
    (out / _LIST).write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return len(rows) - len(damaged), damaged


def file_name(row: Listed) -> str:
    """A name no system minds, never twice the same: task, number of the evidence, what the sender called it."""
    kept = _UNFIT.sub("_", row.name).strip(" .")[-120:] or "tep"
    return f"{row.task:04d}-{row.evidence_id}-{kept}"


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
