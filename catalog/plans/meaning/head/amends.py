"""A document that amends, replaces or extends an earlier plan says so in its title or first article."""

import re
from collections.abc import Sequence

from catalog.plans.model import PlanWarning
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line

_AMENDS = re.compile(
    r"\b(?P<what>sửa đổi,? bổ sung|sửa đổi|bổ sung|thay thế|điều chỉnh|gia hạn|bãi bỏ)\b[^.;]{0,120}?"
    r"\b(?:Kế hoạch|Quyết định|Chương trình|Thông báo|Công văn|Đề án)\s+số\s*:?\s*(?P<number>\d+[\w/.&Đđ-]*[\wĐđ])",
    re.IGNORECASE,
)
_FIRST_LINES = 25


def amended_by(title: str, paragraphs: Sequence[Paragraph]) -> tuple[PlanWarning, ...]:
    """A remark that names the earlier document, so that its tasks are not reminded of twice; none for any other one."""
    titled = _AMENDS.search(title)
    article = next(
        (
            found
            for one in paragraphs[:_FIRST_LINES]
            if re.match(r"\W*(?:Điều 1\b|Về việc|V/v)", one.text) and (found := _AMENDS.search(one_line(one.text)))
        ),
        None,
    )
    found = titled or article
    if found is None:
        return ()
    text = (
        f"Văn bản này {found['what'].lower()} văn bản số {found['number']}: nếu kế hoạch đó đã nhập thì đối chiếu, "
        "tránh một việc được nhắc hai lần."
    )
    return (PlanWarning("amends", text),)
