"""Plans from files on this machine."""

import hashlib
import pathlib

from bot.os_errors import why
from catalog.agencies.registry import Registry
from catalog.documents.refusal import LIMIT
from catalog.documents.scans.apart import missing
from catalog.plans.apart import read_plan_apart
from catalog.plans.model import NotAPlan, OnlyPictures, ParsedPlan

Source = tuple[ParsedPlan, str, str]
"""A plan that was read, the name of its file and the SHA-256 of its bytes."""


def bytes_of(file: pathlib.Path) -> bytes:
    """What stands in a file. Raises NotAPlan with a sentence where it cannot be read or is too large."""
    try:
        if file.stat().st_size >= LIMIT:
            raise NotAPlan(
                f"Tệp {file.name} nặng từ {LIMIT // 2**20} MB trở lên; đề nghị chỉ nhập phần kế hoạch và phụ lục."
            )
        return file.read_bytes()
    except OSError as problem:
        raise NotAPlan(f"Không đọc được tệp {file}: {why(problem)}.") from None


def read_source(file: pathlib.Path, registry: Registry, *, pictures: bool = False) -> Source:
    """A plan read from a file. Raises NotAPlan with a sentence, also where the file cannot be read or is too large;
    OnlyPictures for a scan that can be read here, and with `pictures` also where only some pages are one.
    """
    data = bytes_of(file)
    try:
        plan = read_plan_apart(data, file.name, registry, pictures=pictures and not missing())
        return plan, file.name, hashlib.sha256(data).hexdigest()
    except OnlyPictures as scan:
        if missing():
            raise NotAPlan(f"{str(scan).rstrip('.')}. Muốn máy đọc chữ trong ảnh, cài thêm: {missing()}.") from scan
        raise OnlyPictures(
            f"{str(scan).rstrip('.')}. Máy đọc được chữ trong ảnh nhưng cần người đối chiếu từng trang: đề nghị chạy "
            "dondoc plan import TỆP ở cửa sổ lệnh, hoặc gửi tệp cho bot; đọc thử bằng --dry-run.",
            some=scan.some,
        ) from scan
