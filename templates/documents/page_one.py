"""The first page of a document of ours as a picture: LibreOffice prints it, PDFium draws it.

Both run in processes of their own with a time limit, LibreOffice with a profile that is thrown away and nothing of our
environment: neither a document that they hang on nor one that makes them fall can harm the bot. Run as a program this
file draws: a PDF in, a PNG out.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

SECONDS = 20.0
"""A page takes 2 to 5; who waits for a report waits no longer than this for its picture."""

_DOTS = 144 / 72
"""Dots a point: sharp on a phone, and an A4 page stays under what chats shrink pictures to."""


class NoPicture(Exception):
    """The page cannot be shown; the document itself is as good as before."""


def page_one(document: bytes, kind: str, soffice: str, *, seconds: float = SECONDS) -> bytes:
    """The first page as PNG. `kind` is "docx" or "xlsx", `soffice` LibreOffice's program (path or name).

    Raises NoPicture where the program is not there, fails, or takes more than `seconds`.
    """
    until = time.monotonic() + seconds
    try:
        printed = _printed(document, kind, soffice, seconds)
        # PDFium is not made for threads, and others of this program use it: it draws in a process of its own.
        drawn = subprocess.run(
            [sys.executable, "-m", "templates.documents.page_one"], input=printed, capture_output=True, check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            timeout=max(until - time.monotonic(), 0),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as problem:
        raise NoPicture(type(problem).__name__) from problem
    return drawn.stdout


def _printed(document: bytes, kind: str, soffice: str, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="dondoc-page-", ignore_cleanup_errors=True) as folder:
        place = pathlib.Path(folder)
        (place / f"page.{kind}").write_bytes(document)
        command = [
            soffice, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", folder, str(place / f"page.{kind}"),
        ]  # fmt: skip
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}
        with subprocess.Popen(  # noqa: S603  (the operator's own program; the document is one of ours)
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
            start_new_session=True,
        ) as process:  # fmt: skip
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # `soffice` is a script: what it started goes with it
                raise
        printed = place / "page.pdf"
        if not printed.exists():
            raise NoPicture(f"soffice ended with {process.returncode} and printed nothing")
        return printed.read_bytes()


def main() -> None:
    """The process that draws."""
    import pypdfium2  # loaded where a page is drawn

    pages = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    pages[0].render(scale=_DOTS).to_pil().save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    main()
