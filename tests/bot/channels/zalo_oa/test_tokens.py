"""The pair of tokens: renewed in time, written down before it is used, lost only with a sentence."""

import asyncio
import datetime as dt

import pytest

from bot.channels.zalo_oa.problems import NoConsent, OaProblem
from bot.channels.zalo_oa.tokens import LOST_ANSWER, NEVER
from bot.sandbox.telegram_forms.errors import ApiError
from bot.sandbox.world.faults import Fault, answer_lost, bad_gateway, connection_cut
from catalog.messaging import oa_tokens
from catalog.messaging.oa_tokens import tokens_of

pytestmark = pytest.mark.loopback
TOKEN = "oa.access_token"


def pair(oa):
    with oa.store.read() as session:
        return tokens_of(session)


async def test_a_pair_is_renewed_at_twenty_hours_and_not_before(oa) -> None:
    first = pair(oa)
    oa.later(hours=19)
    await oa.channel.tokens.keep_fresh()
    assert pair(oa) == first
    oa.later(hours=1)
    await oa.channel.tokens.keep_fresh()
    assert pair(oa).access == oa.desk.pair.access != first.access
    assert pair(oa).state == "good"


async def test_a_token_that_is_not_taken_any_more_is_renewed_and_the_call_made_once_more(oa) -> None:
    oa.later(days=3)  # the bot was stopped over a weekend
    assert await oa.channel.open() == oa.desk.name
    assert [good for _, good in oa.desk.refreshes] == [True]
    assert await oa.channel.open() == oa.desk.name
    assert len(oa.desk.refreshes) == 1


async def test_calls_at_the_same_moment_share_one_renewal(oa) -> None:
    oa.later(days=3)
    names = await asyncio.gather(*(oa.channel.open() for _ in range(8)))
    assert set(names) == {oa.desk.name}
    assert [good for _, good in oa.desk.refreshes] == [True]


async def test_a_refresh_that_was_not_carried_out_is_known_and_made_anew(oa) -> None:
    for fault in (connection_cut(method=TOKEN), bad_gateway(method=TOKEN)):
        oa.later(hours=21)
        oa.sandbox.faults.add(fault)
        await oa.channel.tokens.keep_fresh()  # the old access token still opens: nothing was spent
        assert pair(oa).access == oa.desk.pair.access
        assert pair(oa).asked == 0
    assert all(good for _, good in oa.desk.refreshes)


async def test_a_lost_answer_is_asked_for_once_more_and_then_consent_is_needed(oa) -> None:
    oa.later(hours=21)
    spent = pair(oa).refresh
    oa.sandbox.faults.add(answer_lost(method=TOKEN))
    with pytest.raises(NoConsent, match=LOST_ANSWER):
        await oa.channel.tokens.keep_fresh()
    assert oa.desk.refreshes == [(spent, True), (spent, False)]
    assert (pair(oa).state, pair(oa).why) == ("lost", LOST_ANSWER)
    with pytest.raises(NoConsent):  # and nothing more is asked of the platform
        await oa.channel.open()
    assert len(oa.desk.refreshes) == 2
    oa.connect()  # somebody has consented anew: no restart is needed
    assert await oa.channel.open() == oa.desk.name


async def test_a_process_that_died_while_asking_leaves_it_to_the_next_to_find_out(oa) -> None:
    before = pair(oa)
    oa.later(hours=21)
    # It wrote down that it asks, and died before the request left.
    oa.store.write(lambda s: oa_tokens.begin(s, before, "somebody dead", oa.clock()))
    assert await oa.another().tokens.access() == oa.desk.pair.access != before.access
    assert [good for _, good in oa.desk.refreshes] == [True]
    # The next one died when the platform had answered and nothing was written.
    seen = pair(oa)
    oa.store.write(lambda s: oa_tokens.begin(s, seen, "somebody dead", oa.clock()))
    oa.desk.refreshes.append((seen.refresh, True))
    oa.desk.new_pair(oa.clock())
    with pytest.raises(NoConsent, match=LOST_ANSWER):
        await oa.another().tokens.access()
    assert [good for token, good in oa.desk.refreshes if token == seen.refresh] == [True, False]


async def test_too_many_requests_do_not_spend_the_pair(oa) -> None:
    oa.later(hours=21)
    oa.sandbox.faults.add(Fault("refuse", TOKEN, error=ApiError(-32, "limit")))
    with pytest.raises(OaProblem):
        await oa.channel.tokens.keep_fresh()
    assert pair(oa).state == "good"
    await oa.channel.tokens.keep_fresh()
    assert pair(oa).access == oa.desk.pair.access


async def test_an_orderly_stop_waits_for_the_pair_that_is_on_its_way(oa) -> None:
    oa.later(hours=21)
    oa.sandbox.faults.add(Fault("slow", TOKEN, seconds=0.3))
    renewing = asyncio.create_task(oa.channel.tokens.keep_fresh())
    await oa.sandbox.wait_for(lambda: oa.desk.refreshes)
    renewing.cancel()
    await oa.channel.close()
    assert pair(oa).access == oa.desk.pair.access


async def test_without_consent_it_says_so_and_asks_nobody(oa) -> None:
    oa.store.write(lambda s: s.delete(s.get_one(oa_tokens.OaToken, "zalo_oa")))
    with pytest.raises(NoConsent, match=NEVER):
        await oa.channel.open()
    assert not [call for call in oa.sandbox.calls if call.method.startswith("oa.")]


async def test_an_access_token_of_unknown_life_lives_twenty_five_hours(oa) -> None:
    await oa.channel.tokens.renewed(pair(oa).access)
    assert pair(oa).access_until - pair(oa).renewed_at == dt.timedelta(hours=25)
