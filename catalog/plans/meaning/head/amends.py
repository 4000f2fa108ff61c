"""A document that amends, replaces or extends an earlier plan says so in its title or first article."""

import re
from collections.abc import Sequence

from catalog.plans.model import Amends, PlanWarning
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line

_AMENDS = re.compile(
    r"\b(?P<what>sửa đổi,? bổ sung|sửa đổi|bổ sung|thay thế|điều chỉnh|gia hạn|bãi bỏ)\b[^.;]{0,120}?"
    r"\b(?:Kế hoạch|Quyết định|Chương trình|Thông báo|Công văn|Đề án)\s+số\s*:?\s*(?P<number>\d+[\w/.&Đđ-]*[\wĐđ])"
    r"(?:[^.;]{0,60}?\b(?P<year>20\d\d)\b)?",
    re.IGNORECASE,
)
_FIRST_LINES = 25


def amends(title: str, paragraphs: Sequence[Paragraph]) -> Amends | None:
    """What the document does to which earlier one; None for any other document."""
    article = (
        _AMENDS.search(one_line(one.text))
        for one in paragraphs[:_FIRST_LINES]
        if re.match(r"\W*(?:Điều 1\b|Về việc|V/v)", one.text)
    )
    found = _AMENDS.search(title) or next(filter(None, article), None)
    if found is None:
        return None
    what = found["what"].lower()
    return Amends(what, found["number"], int(found["year"]) if found["year"] else None)


def amended_by(found: Amends | None) -> tuple[PlanWarning, ...]:
    """A remark that names the earlier document, so that its tasks are not reminded of twice; none for any other one."""
    if found is None:
        return ()
    text = (
        f"Văn bản này {found.what} văn bản số {found.number}: nếu kế hoạch đó đã nhập thì đối chiếu, "
        "tránh một việc được nhắc hai lần."
    )
    return (PlanWarning("amends", text),)


def says_no_task(found: Amends, filename: str) -> str:
    """One sentence why an amendment in words alone is not imported."""
    return (
        f"Tệp “{filename}” {found.what} văn bản số {found.number} nhưng không in lại nhiệm vụ nào có cơ quan hoặc thời "
        "hạn; đề nghị sửa từng nhiệm vụ trong kế hoạch đó (/giaoviec #mã, kèm số văn bản này)."
    )
