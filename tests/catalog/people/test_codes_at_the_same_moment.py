"""One code, two people, one moment: the store lets one of them in."""

import concurrent.futures

from sqlmodel import Session, select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM, verify
from catalog.clock import SetClock
from catalog.people import invitations, one_time_codes, people
from catalog.store.store import Store
from catalog.tables import Invitation, Membership


def test_of_many_who_send_one_code_together_one_gets_in(store: Store, clock: SetClock) -> None:
    now = clock()
    code = store.write(lambda s: invitations.invite(s, "focal", agency_id(s, "Sở Công Thương"), SYSTEM, now))

    def try_it(number: int) -> concurrent.futures.Future[str]:
        def use(session: Session) -> str:
            chat = people.contact_for(session, "telegram", f"chat-{number}", f"Người {number}", now)
            try:
                invitations.redeem(session, one_time_codes.code_in(code), chat, now)
            except people.Refused as refusal:
                return refusal.reason
            return "in"

        return store.write_soon(use)

    waiting = [try_it(number) for number in range(8)]  # all queued before the first is answered
    outcomes = sorted(future.result() for future in waiting)
    assert outcomes == ["code_used"] * 7 + ["in"]
    with store.read() as session:
        assert len(session.exec(select(Membership)).all()) == 1
        assert session.exec(select(Invitation)).one().used_by_id is not None
        assert verify(session).broken_at is None
