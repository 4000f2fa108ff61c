"""What the sentences name: the agencies of Khánh Hòa and two plans."""

import pathlib
import sys

import pytest
from sqlmodel import Session

from catalog.store.store import Store
from handlers.words import Known, KnownPlan
from handlers.words.known import known_of

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "replies"))

PLANS = (
    KnownPlan("2821/QĐ-UBND", "Kế hoạch cải cách hành chính tỉnh Khánh Hòa năm 2026"),
    KnownPlan("1165/QĐ-UBND", "Kế hoạch triển khai Chương trình hành động của Chính phủ về xây dựng tỉnh"),
    KnownPlan("", "Kế hoạch phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số năm 2026"),
)


@pytest.fixture
def known(store: Store) -> Known:
    """The agencies as the store has them, and plans of its kind."""

    def read(session: Session) -> Known:
        return Known(known_of(session).agencies, PLANS)

    with store.read() as session:
        return read(session)
