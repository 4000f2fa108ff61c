"""A simulated year with the real store and the real sweep: what must hold whoever answers and whoever does not.

`make year` runs both years on the whole province (`SEED="1 desks"`: with an officer and a leader).
"""

import datetime as dt
import random

import pytest
from small_province import Province
from whole_province import Answers, found_whole, live, promises

from catalog.store.store import Store

QUARTER, HALF_YEAR = dt.date(2026, 3, 31), dt.date(2026, 6, 30)
"""Far enough here; the gate plays the whole of both years (`make year`)."""
MISSED = dt.timedelta(days=7)
"""What was due so long before the end has been missed by then."""


@pytest.mark.long
def test_a_quarter_of_the_whole_province_in_which_nobody_answers(store: Store) -> None:
    province = found_whole(store)
    live(province, last=QUARTER)
    with store.read() as session:
        kept = promises(session, province.calendar, QUARTER - MISSED)
    assert not [promise for promise in kept if promise.broken]
    cases = {promise.name: promise.cases for promise in kept}
    assert cases["Không lần nhắc nào lặp lại"] > 10_000
    assert cases["Mỗi hạn cố định có cơ quan chủ trì được nhắc trước hạn"] > 150
    assert cases["Mỗi báo cáo định kỳ được nhắc trước hạn"] > 300


@pytest.mark.long
def test_half_a_year_of_random_answers(province: Province, chance: random.Random) -> None:
    """None after it was reported or done, unless it came back; none of a due that an extension replaced."""
    province.link_all()
    answers = Answers(province, chance, a_day=1)
    live(province, answers, last=HALF_YEAR)
    with province.store.read() as session:
        kept = promises(session, province.calendar, HALF_YEAR - MISSED)
    assert not [promise for promise in kept if promise.broken]
    assert answers.acts > 100
    cases = {promise.name: promise.cases for promise in kept}
    assert cases["Gia hạn xong thì không nhắc theo hạn cũ"] > 5
    assert cases["Không nhắc sau khi đã báo cáo hoàn thành hoặc đã xong"] > 50
