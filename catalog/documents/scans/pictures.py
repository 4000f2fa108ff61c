"""The pages of a scan as pictures: photos, TIFF of several pages, PDF; what cannot be one is a sentence.

A picture is BGR, rows of columns of three bytes, as OpenCV has it.
"""

import contextlib
import io
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from catalog.documents.model import NotReadable

Picture = NDArray[np.uint8]

MOST_PAGES = 100
"""A scan of more pages is refused: at some seconds a page nobody would wait for it."""
MOST_PIXELS = 120_000_000
"""Of one picture, as a phone of today makes at most."""
_LEAST_SIDE = 300
_LONG_SIDE = 3600  # an A4 page at 300 dpi is 3,508 pixels long; more only costs time
_DOTS = 300


def count_pages(data: bytes, name: str) -> int:
    """How many pages a scan has. Raises NotReadable for what is none that can be read."""
    if _is_pdf(data):
        with _pdf(data) as document:
            pages = len(document)
    else:
        with _picture(data, name) as image:
            pages = getattr(image, "n_frames", 1)
            if pages > 1 and image.format in ("MPO", "HEIF"):  # a phone's photo with others beside it
                pages = 1
            if pages > 1 and image.format != "TIFF":
                raise NotReadable(
                    f"Tệp “{name}” là ảnh động, không phải ảnh chụp văn bản; đề nghị gửi ảnh JPEG, PNG hoặc PDF."
                )
    if pages > MOST_PAGES:
        raise NotReadable(
            f"Tệp “{name}” có {pages} trang ảnh, quá mức đọc được ({MOST_PAGES} trang); đề nghị gửi riêng phụ lục."
        )
    return pages


def page_of(data: bytes, name: str, number: int) -> Picture:
    """Page `number` (from 1) as a picture. Raises NotReadable."""
    if _is_pdf(data):
        return _of_pdf(data, number)
    with _picture(data, name) as image:
        try:
            frame = next(one for at, one in enumerate(ImageSequence.Iterator(image), 1) if at == number)
            turned = ImageOps.exif_transpose(frame)
            plain = _on_white(turned)
        except (OSError, SyntaxError, ValueError, EOFError, StopIteration) as error:
            raise NotReadable(f"Ảnh “{name}” bị hỏng hoặc chưa tải lên hết; đề nghị gửi lại ảnh.") from error
        return smaller(np.asarray(plain)[:, :, ::-1])


def smaller(picture: Picture) -> Picture:
    """The picture at no more than the size that helps reading."""
    longest = max(picture.shape[:2])
    if longest <= _LONG_SIDE:
        return np.ascontiguousarray(picture)
    share = _LONG_SIDE / longest
    size = round(picture.shape[1] * share), round(picture.shape[0] * share)
    made: Picture = cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA)
    return made


@contextlib.contextmanager
def _picture(data: bytes, name: str) -> Iterator[Image.Image]:
    """The picture, its size looked at before anything is unpacked."""
    _know_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
            try:
                image = Image.open(io.BytesIO(data))
            finally:
                Image.MAX_IMAGE_PIXELS = limit
    except UnidentifiedImageError as error:
        raise NotReadable(f"Không đọc được loại ảnh của tệp “{name}”; đề nghị gửi ảnh JPEG, PNG hoặc PDF.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise NotReadable(f"Ảnh “{name}” bị hỏng, không mở được; đề nghị gửi lại ảnh.") from error
    with image:
        width, height = image.size
        if min(width, height) < _LEAST_SIDE:
            raise NotReadable(
                f"Ảnh “{name}” quá nhỏ ({width} x {height} điểm ảnh), không đọc được chữ; đề nghị chụp hoặc quét lại."
            )
        if width * height > MOST_PIXELS:
            raise NotReadable(
                f"Ảnh “{name}” quá lớn ({width} x {height} điểm ảnh); đề nghị quét lại ở 300 dpi, mỗi trang một ảnh."
            )
        image.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
        yield image


@cache
def _know_heic() -> None:
    """Photos as iPhones take them, where what reads them is installed."""
    with contextlib.suppress(ImportError):
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)


def _on_white(image: Image.Image) -> Image.Image:
    """RGB of eight bits, what is transparent being white."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        deep = np.asarray(image, dtype=np.float64)
        top = max(float(deep.max()), 1.0)
        return Image.fromarray((deep * (255 / top)).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


@contextlib.contextmanager
def _pdf(data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotReadable("Tệp PDF bị hỏng hoặc có mật khẩu, không mở được; đề nghị xuất lại PDF rồi gửi.") from error
    try:
        yield document
    finally:
        document.close()


def _of_pdf(data: bytes, number: int) -> Picture:
    with _pdf(data) as document:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            if not min(width, height) > 20 or max(width, height) > 20 * min(width, height):
                raise NotReadable(f"Trang {number} của tệp PDF có khổ giấy bất thường, không đọc được.")
            scale = min(_DOTS / 72, _LONG_SIDE / max(width, height))
            drawn = page.render(scale=scale, may_draw_forms=False).to_numpy()
        except (pypdfium2.PdfiumError, ValueError) as error:
            if isinstance(error, NotReadable):
                raise
            raise NotReadable(f"Trang {number} của tệp PDF bị hỏng, không đọc được.") from error
    if drawn.ndim == 2 or drawn.shape[2] == 1:
        gray: Picture = cv2.cvtColor(np.ascontiguousarray(drawn), cv2.COLOR_GRAY2BGR)
        return gray
    return np.ascontiguousarray(drawn[:, :, :3])
