"""Digital signatures of a PDF: who signed, whether anything changed since, whether the authority is one we trust.

pyHanko (the extra `dondoc[sign]`) does the cryptography. The rule of this file: what was not verified to the end is
never called valid. Revocation is judged only by what the file itself carries; nothing is fetched.
"""

import datetime as dt
import io
import logging
import pathlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Verdict = Literal["valid", "tampered", "expired", "unknown_ca", "none", "unchecked"]

_WORST_FIRST: tuple[Verdict, ...] = ("tampered", "unchecked", "unknown_ca", "expired", "valid")
_FILES = (".pem", ".crt", ".cer", ".der")


@dataclass(frozen=True)
class Signatures:
    """What is known of a file's signatures: how many, the worst verdict over them, the names, whether a time stamp is
    there. "expired" also stands for a certificate that was revoked or not yet good at the time of signing.
    """

    count: int = 0
    verdict: Verdict = "none"
    signers: tuple[str, ...] = ()
    timestamp: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {**asdict(self), "signers": list(self.signers)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Signatures":
        """What `to_json` gave."""
        return cls(stored["count"], stored["verdict"], tuple(stored["signers"]), stored["timestamp"])


def check_signatures(data: bytes, trusted: Sequence[pathlib.Path] = (), *, now: dt.datetime) -> Signatures:
    """The signatures of a file, judged against the authorities at `trusted` (files or folders) as of `now` (aware).

    A time stamp of a trusted authority moves the judgement to its time. Without pyHanko or without authorities
    signatures are counted and "unchecked"; a change after signing is told even then, where pyHanko is there.
    """
    if not data.startswith(b"%PDF"):
        return Signatures(count, "unchecked") if (count := _in_office_file(data)) else Signatures()
    marks = len(re.findall(rb"/ByteRange\s*\[", data))
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
    except ImportError:
        return Signatures(marks, "unchecked") if marks else Signatures()
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # a failed path is an answer here, no traceback
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        embedded = PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures
    except Exception:
        return Signatures(marks, "unchecked") if marks else Signatures()
    if not embedded:
        return Signatures(marks, "unchecked") if marks else Signatures()
    roots = authorities(trusted)
    found = [_judge(one, roots, now) for one in embedded]
    if marks < len(found):
        found.append(("tampered", "", False))  # a signature that says nothing of what it signs
    verdict = min((one[0] for one in found), key=_WORST_FIRST.index)
    names = tuple(name for _, name, _ in found if name)
    return Signatures(len(embedded), verdict, names, any(stamped for _, _, stamped in found))


def authorities(places: Sequence[pathlib.Path]) -> list[Any]:
    """The certificates in these files and folders; what is none is passed over."""
    from asn1crypto import pem, x509

    found = []
    for place in places:
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        for file in files:
            if not file.is_file() or (place.is_dir() and file.suffix.lower() not in _FILES):
                continue
            try:
                raw = file.read_bytes()
                parts = [der for _, _, der in pem.unarmor(raw, multiple=True)] if pem.detect(raw) else [raw]
                for part in parts:
                    certificate = x509.Certificate.load(part)
                    certificate.native  # noqa: B018  (parses it whole: a broken one is found here)
                    found.append(certificate)
            except (ValueError, TypeError, OSError):
                continue
    return found


def _judge(embedded: Any, roots: Sequence[Any], now: dt.datetime) -> tuple[Verdict, str, bool]:
    """(verdict, name of the signer, whether a time stamp is there) of one signature."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    name = _name(embedded.signer_cert)
    try:
        moment = now
        status = _validated(embedded, roots, now)
        stamp = status.timestamp_validity
        if stamp is not None and stamp.intact and stamp.valid and stamp.trusted:
            moment = stamp.timestamp
            status = _validated(embedded, roots, moment)
    except Exception:  # whatever it is, it was not verified
        return "unchecked", name, False
    stamped = stamp is not None
    level = status.modification_level
    changed = level is not None and level == ModificationLevel.OTHER
    partial = status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION
    if not status.intact or not status.valid or changed or partial or status.docmdp_ok is False:
        return "tampered", name, stamped
    if not roots:
        return "unchecked", name, stamped
    if status.trusted and status.bottom_line:
        return "valid", name, stamped
    return _why_not_trusted(status, moment), name, stamped


def _validated(embedded: Any, roots: Sequence[Any], moment: dt.datetime) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    def context(at: dt.datetime) -> Any:
        return ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False, revocation_mode="soft-fail")

    return validate_pdf_signature(embedded, context(moment), ts_validation_context=context(moment))


def _why_not_trusted(status: Any, moment: dt.datetime) -> Verdict:
    from pyhanko.sign.ades.report import AdESIndeterminate

    problem, certificate = status.trust_problem_indic, status.signing_cert
    if problem == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return "unknown_ca"
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        return "expired"
    if problem is not None and problem.name.startswith(("EXPIRED", "NOT_YET", "OUT_OF_BOUNDS", "REVOKED")):
        return "expired"
    return "unchecked"


def _name(certificate: Any) -> str:
    subject = certificate.subject.native
    found = subject.get("common_name") or subject.get("organization_name") or ""
    return " ".join((found if isinstance(found, str) else str(found[0])).split())


def _in_office_file(data: bytes) -> int:
    """How many signatures an Office file carries; their form (XML signatures) is not checked here."""
    if not data.startswith(b"PK"):
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(bool(re.fullmatch(r"_xmlsignatures/sig\d*\.xml", name)) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return 0
