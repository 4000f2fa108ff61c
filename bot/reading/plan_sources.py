"""Plans from files on this machine."""

import hashlib
import pathlib

from bot.os_errors import why
from catalog.agencies.registry import Registry
from catalog.documents.refusal import LIMIT
from catalog.plans.apart import read_plan_apart
from catalog.plans.model import NotAPlan, ParsedPlan

Source = tuple[ParsedPlan, str, str]
"""A plan that was read, the name of its file and the SHA-256 of its bytes."""


def read_source(file: pathlib.Path, registry: Registry) -> Source:
    """A plan read from a file. Raises NotAPlan with a sentence, also where the file cannot be read or is too large."""
    try:
        if file.stat().st_size >= LIMIT:
            raise NotAPlan(
                f"Tệp {file.name} nặng từ {LIMIT // 2**20} MB trở lên; đề nghị chỉ nhập phần kế hoạch và phụ lục."
            )
        data = file.read_bytes()
    except OSError as problem:
        raise NotAPlan(f"Không đọc được tệp {file}: {why(problem)}.") from None
    return read_plan_apart(data, file.name, registry), file.name, hashlib.sha256(data).hexdigest()
