"""dondoc evidence read: what a file says of itself as an official document, who signed it, and what it proves."""

import pathlib
from typing import Annotated, Any

import typer

from bot.cli.output import fail, print_json, print_text
from bot.settings import load_settings
from catalog.official_documents.fits import fits
from catalog.official_documents.pictured import read_pictured_too
from catalog.official_documents.reading import Reading
from templates.render import say


def read(
    files: Annotated[list[pathlib.Path], typer.Argument(help="Các tệp cần đọc.")],
    expected: Annotated[list[str] | None, typer.Option(help="Sản phẩm cần chứng minh, như trong kế hoạch.")] = None,
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Đọc văn bản: loại, số, ngày, trích yếu, cơ quan, người ký, chữ ký số; không lưu gì."""
    settings = load_settings()
    found = []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as problem:
            fail(f"Không đọc được tệp {file}: {problem.strerror}.")
        found.append((file, read_pictured_too(data, file.name, settings.trusted_authorities(), settings.moment())))
    if json:
        print_json([as_json(file, reading, expected or []) for file, reading in found])
        return
    for file, reading in found:
        print_text(say("evidence.read", name=file.name, reading=reading))
        for text in expected or []:
            print_text(say("evidence.fits", expected=text, fits=fits(text, reading.facts)))


def as_json(file: pathlib.Path, reading: Reading, expected: list[str]) -> dict[str, Any]:
    """One file in the form of the contract (DESIGN.md, section 9)."""
    facts, signed = reading.facts, reading.signatures
    return {
        "file": file.name, "loai": facts.kind, "so": facts.number, "ngay": facts.day.isoformat() if facts.day else None,
        "trich_yeu": facts.subject, "co_quan": facts.issuer, "nguoi_ky": facts.signer, "chuc_vu": facts.office,
        "du_thao": facts.draft, "match": {text: fits(text, facts) for text in expected},
        "signatures": signed.count, "verdict": signed.verdict, "signers": list(signed.signers),
        "timestamp": signed.timestamp, "problem": reading.problem, "pictured": reading.pictured,
    }  # fmt: skip
