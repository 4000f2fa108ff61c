"""A page of a PDF that was sent as evidence, as a picture: what is looked at in a browser without opening the file."""

import io

from catalog.work.soundness import one_at_a_time

MOST_PAGES = 5
"""So many pages are shown; the rest is in the file."""

_WIDTH = 900.0
_MOST_PIXELS = 4_000_000


def pages_of(data: bytes) -> int:
    """How many pages can be shown, at most `MOST_PAGES`; 0 for what is no PDF that opens."""
    import pypdfium2

    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return 0
        try:
            return min(len(document), MOST_PAGES)
        finally:
            document.close()


def drawn_page(data: bytes, number: int) -> bytes | None:
    """Page `number` (from 1) as PNG, as wide as a screen; None where there is none or it cannot be drawn."""
    import pypdfium2

    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return None
        try:
            if not 1 <= number <= min(len(document), MOST_PAGES):
                return None
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_WIDTH / max(width, 1.0), (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            out = io.BytesIO()
            page.render(scale=scale).to_pil().save(out, "PNG")
            return out.getvalue()
        except pypdfium2.PdfiumError:
            return None
        finally:
            document.close()
