"""What a look at the store finds: one line a finding, with what to do about it. Looking changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import own_organisation
from catalog.audit import verify
from catalog.clock import local
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.quota import STEPS, used
from catalog.organisations.news import too_old
from catalog.store.store import is_current
from catalog.tables import Audit, ChannelHeartbeat, EvidenceBlob, Inbox, Outbox
from catalog.upkeep.privacy import still_kept, waiting_for_erasure
from catalog.upkeep.verify_audit import verify_current, verify_rows, verify_updates, verify_values
from catalog.work.evidence import EvidenceStore, FileDamaged

Level = Literal["ok", "warning", "error"]

RECENT = dt.timedelta(days=7)
"""How far back failed events and messages are worth a line: older ones were dealt with or never will be."""

STUCK = dt.timedelta(minutes=10)
"""An event or a message that waits longer than this although it could go is stuck."""

LATELY = dt.timedelta(hours=1)
"""How long another machine that asked with our token, and never said that it had ended, may still be running."""

SHOWN = 5
"""So many examples of one kind are named."""

_EARLIEST = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)  # the two-tier province: no clock of ours stood earlier


@dataclass(frozen=True)
class Finding:
    """One line: `check` is a stable word, `remedy` says what to do where something is not in order."""

    check: str
    level: Level
    text: str
    remedy: str = ""


def examine(session: Session, evidence: EvidenceStore, now: dt.datetime) -> list[Finding]:
    """Everything the store itself can tell. A check that cannot be made is a finding, never an exception."""
    found: list[Finding] = []
    for check, look in _checks(session, evidence, now):
        try:
            found += look()
        except (sa.exc.SQLAlchemyError, OSError, ValueError, KeyError, TypeError) as problem:
            found.append(Finding(check, "error", f"Không kiểm tra được ({type(problem).__name__}: {_line(problem)}).",
                                 "Phục hồi từ bản sao lưu gần nhất nếu kho dữ liệu hỏng."))  # fmt: skip
    return found


def _checks(
    session: Session, evidence: EvidenceStore, now: dt.datetime
) -> Iterator[tuple[str, Callable[[], list[Finding]]]]:
    yield "store", lambda: _whole(session)
    yield "migrations", lambda: _newest(session)
    yield "chain", lambda: _chain(session)
    yield "record", lambda: _record(session)
    yield "current", lambda: _current(session)
    yield "evidence", lambda: _evidence(session, evidence)
    yield "clock", lambda: _clock(session, now)
    yield "inbox", lambda: _inbox(session, now)
    yield "outbox", lambda: _outbox(session, now)
    yield "polling", lambda: _polling(session, now)
    yield "quota", lambda: _quota(session, now)
    yield "privacy", lambda: _privacy(session)
    yield "organisation", lambda: _organisation(session, now)


def _organisation(session: Session, now: dt.datetime) -> list[Finding]:
    """Whether an organisation is set, and how old the facts are that it was laid out from."""
    organisation = own_organisation(session)
    if organisation is None:
        return [Finding("organisation", "warning", "Chưa đặt tổ chức: kế hoạch nhập vào chưa giao được cho ai.",
                        "Chạy: dondoc org set TÊN.")]  # fmt: skip
    if too_old(local(now).date()):
        return [Finding("organisation", "warning", "Dữ liệu đơn vị hành chính kèm theo đã cũ hơn nửa năm.",
                        "Cài bản mới của chương trình, rồi xem: dondoc unit news.")]  # fmt: skip
    return [Finding("organisation", "ok", f"Tổ chức: {organisation.full_name}.")]


def can_write(engine: sa.Engine) -> Finding:
    """Whether the store takes writes now (not locked, not read-only): takes the lock for a moment, changes nothing."""
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if engine.dialect.name == "sqlite":
                mark = connection.execute(sa.text("PRAGMA user_version")).scalar_one()
                connection.execute(sa.text(f"PRAGMA user_version = {int(mark)}"))  # the lock alone proves nothing
            connection.rollback()
    except sa.exc.SQLAlchemyError as problem:
        return Finding("writable", "error", f"Không ghi được vào kho dữ liệu: {_line(problem)}.",
                       "Kiểm tra quyền ghi, dung lượng đĩa, và chương trình nào đang giữ kho.")  # fmt: skip
    return Finding("writable", "ok", "Kho dữ liệu ghi được.")


def _whole(session: Session) -> list[Finding]:
    if session.get_bind().dialect.name != "sqlite":
        session.execute(sa.text("SELECT 1"))
        return [Finding("store", "ok", "Kho dữ liệu trả lời.")]
    verdict = str(session.execute(sa.text("PRAGMA quick_check(3)")).scalar())
    if verdict == "ok":
        return [Finding("store", "ok", "Kho dữ liệu đọc được và nguyên vẹn.")]
    return [Finding("store", "error", f"Kho dữ liệu bị hỏng: {verdict[:200]}.",
                    "Dừng bot, phục hồi vào nơi trống bằng: dondoc db restore TỆP_SAO_LƯU.")]  # fmt: skip


def _newest(session: Session) -> list[Finding]:
    if is_current(session.get_bind().engine):
        return [Finding("migrations", "ok", "Kho dữ liệu ở phiên bản mới nhất.")]
    return [Finding("migrations", "error", "Kho dữ liệu chưa ở phiên bản mới nhất.", "Chạy: dondoc db upgrade.")]


def _chain(session: Session) -> list[Finding]:
    verdict = verify(session)
    if verdict.broken_at is None:
        return [Finding("chain", "ok", f"Nhật ký nguyên vẹn: {verdict.links} bản ghi, mã cuối {verdict.head[:16]}.")]
    text = f"Nhật ký bị thay đổi tại bản ghi {verdict.broken_at}: {verdict.reason}."
    return [Finding("chain", "error", text, "Giữ nguyên hiện trạng, báo lãnh đạo; đối chiếu với bản sao lưu.")]


def _record(session: Session) -> list[Finding]:
    breaks = [*verify_updates(session), *verify_values(session), *verify_rows(session)]
    if not breaks:
        return [Finding("record", "ok", "Mọi dòng dữ liệu khớp với nhật ký, và ngược lại.")]
    named = "; ".join(f"{one.subject}: {one.reason}" for one in breaks[:SHOWN])
    text = f"{len(breaks)} chỗ dữ liệu và nhật ký không khớp: {named}{' …' if len(breaks) > SHOWN else ''}."
    return [Finding("record", "error", text, "Giữ nguyên hiện trạng, báo lãnh đạo; đối chiếu với bản sao lưu.")]


def _current(session: Session) -> list[Finding]:
    wrong = [one.subject.removeprefix("assignment:") for one in verify_current(session)]
    if not wrong:
        return [Finding("current", "ok", "Hiện trạng mọi việc khớp với cập nhật cuối cùng.")]
    named = ", ".join(wrong[:SHOWN])
    text = f"{len(wrong)} việc có hiện trạng không khớp với cập nhật cuối: {named}{' …' if len(wrong) > SHOWN else ''}."
    return [Finding("current", "error", text, "Kho bị sửa ngoài chương trình: đối chiếu với bản sao lưu.")]


def _evidence(session: Session, evidence: EvidenceStore) -> list[Finding]:
    known = set(session.exec(select(EvidenceBlob.sha256)))
    there = evidence.names()
    changed = sorted(sha256 for sha256 in known & there if not _readable(evidence, sha256))
    found = []
    for bad, what in ((sorted(known - there), "mất"), (changed, "bị sửa")):
        if bad:
            named = ", ".join(one[:12] for one in bad[:SHOWN]) + (" …" if len(bad) > SHOWN else "")
            found.append(Finding("evidence", "error", f"{len(bad)} tệp minh chứng {what}: {named}.",
                                 "Chép lại tệp từ bản sao lưu, hoặc đề nghị người gửi gửi lại."))  # fmt: skip
    if not found:
        found = [Finding("evidence", "ok", f"{len(known)} tệp minh chứng còn đủ, đúng mã kiểm tra.")]
    if extra := there - known:
        text = f"{len(extra)} tệp trong kho minh chứng không thuộc nhiệm vụ nào (gửi mà chưa chọn nhiệm vụ)."
        found.append(Finding("evidence", "ok", text))
    return found


def _readable(evidence: EvidenceStore, sha256: str) -> bool:
    try:
        evidence.read(sha256)
    except FileDamaged:
        return False
    return True


def _clock(session: Session, now: dt.datetime) -> list[Finding]:
    newest = session.exec(select(Audit.at).order_by(col(Audit.id).desc()).limit(1)).first()
    remedy = "Chỉnh đồng hồ máy chủ (bật đồng bộ giờ NTP)."
    jumps = session.exec(select(Audit).where(Audit.action == "clock.jump", col(Audit.at) > now - RECENT)).all()
    jumped = [
        Finding("clock", "warning", f"Đồng hồ nhảy {_span(jump.detail)} lúc {local(jump.at):%d/%m %H:%M:%S}.", remedy)
        for jump in jumps[-SHOWN:]
    ]
    if now < _EARLIEST:
        return [Finding("clock", "error", f"Đồng hồ chỉ {local(now):%d/%m/%Y %H:%M}, không thể đúng.", remedy)]
    if newest is not None and newest > now + dt.timedelta(minutes=5):
        text = f"Đồng hồ ({local(now):%d/%m/%Y %H:%M}) chậm hơn bản ghi cuối ({local(newest):%d/%m/%Y %H:%M})."
        return [Finding("clock", "error", text, remedy), *jumped]
    return [*jumped, Finding("clock", "ok", f"Đồng hồ hợp lý: {local(now):%d/%m/%Y %H:%M} giờ địa phương.")]


def _span(detail: dict[str, Any]) -> str:
    """A jump as people say it."""
    seconds = int(detail.get("seconds", 0))
    way, hours = ("tới" if seconds > 0 else "lùi"), abs(seconds) / 3600
    return f"{way} {hours:.1f} giờ" if hours >= 1 else f"{way} {abs(seconds)} giây"


def _inbox(session: Session, now: dt.datetime) -> list[Finding]:
    state = col(Inbox.state)
    failed = session.exec(select(Inbox.id).where(state == "failed", col(Inbox.received_at) > now - RECENT)).all()
    unread = session.exec(select(Inbox.id).where(state == "unreadable", still_kept()).order_by(col(Inbox.id))).all()
    stuck = session.exec(select(Inbox.id).where(state == "new", col(Inbox.received_at) < now - STUCK)).all()
    found = []
    if failed:
        found.append(Finding("inbox", "error", f"{len(failed)} tin đến không xử lý được: {_ids(failed)}.",
                             "Xem lỗi bằng: dondoc trace MÃ; báo người bảo trì."))  # fmt: skip
    if unread:
        text = f"{len(unread)} tin đến chưa đọc được, còn giữ nguyên: {_ids(unread)}."
        found.append(Finding("inbox", "warning", text, "Sau khi nâng cấp, đọc lại bằng: dondoc messages reread."))
    if held := session.exec(select(Inbox.id).where(state == "quarantined", still_kept()).order_by(col(Inbox.id))).all():
        text = f"{len(held)} thư đến bị giữ lại vì máy chủ thư không xác nhận người gửi: {_ids(held)}."
        found.append(Finding("inbox", "warning", text, "Xem bằng: dondoc trace MÃ; kiểm tra DONDOC_MAIL_AUTHSERV."))
    if stuck:
        found.append(Finding("inbox", "error", f"{len(stuck)} tin đến chờ xử lý quá lâu: {_ids(stuck)}.",
                             "Kiểm tra bot có đang chạy không."))  # fmt: skip
    return found or [Finding("inbox", "ok", "Không có tin đến nào bị kẹt.")]


def _outbox(session: Session, now: dt.datetime) -> list[Finding]:
    state, made = col(Outbox.state), col(Outbox.created_at)
    waiting = state.in_(("queued", "sending")) & (col(Outbox.not_before) < now - STUCK)
    failed = session.exec(select(Outbox.id).where(state == "failed", made > now - RECENT)).all()
    lost = session.exec(select(Outbox.id).where(state == "ambiguous", made > now - RECENT)).all()
    stuck = session.exec(select(Outbox.id).where(waiting)).all()
    found = []
    if stuck:
        found.append(Finding("outbox", "error", f"{len(stuck)} tin chờ gửi quá lâu: {_ids(stuck, 'o')}.",
                             "Kiểm tra mạng và bot có đang chạy không."))  # fmt: skip
    if failed:
        text = f"{len(failed)} tin không gửi được trong 7 ngày: {_ids(failed, 'o')}."
        remedy = "Xem lý do bằng: dondoc trace MÃ (người nhận chặn bot, hết quyền, tệp hỏng ...)."
        found.append(Finding("outbox", "warning", text, remedy))
    if lost:
        text = f"{len(lost)} tin không rõ đã đến hay chưa (mất trả lời hai lần): {_ids(lost, 'o')}."
        found.append(Finding("outbox", "warning", text, "Hỏi lại người nhận nếu là việc gấp."))
    return found or [Finding("outbox", "ok", "Không có tin đi nào bị kẹt, hỏng hay mất dấu.")]


def _polling(session: Session, now: dt.datetime) -> list[Finding]:
    found = []
    takes_turns = session.get_bind().dialect.name == "postgresql"  # replicas of one database ask one at a time
    for heard in session.exec(select(ChannelHeartbeat).order_by(col(ChannelHeartbeat.channel))):
        if heard.other_at and heard.other_at > now - LATELY and not takes_turns:
            text = (
                f"Kênh {heard.channel}: máy “{heard.other_host}” cũng đã nhận tin bằng mã bot này, lần cuối "
                f"{local(heard.other_at):%d/%m %H:%M}, trước khi máy “{heard.host}” chạy."
            )
            remedy = "Nếu bot ở máy kia còn chạy thì hãy tắt: hai máy chung một mã bot lấy mất tin của nhau."
            found.append(Finding("polling", "warning", text, remedy))
        if heard.gap_from and heard.gap_until and heard.gap_until > now - RECENT:
            gap = f"{local(heard.gap_from):%d/%m %H:%M} đến {local(heard.gap_until):%d/%m %H:%M}"
            text = f"Kênh {heard.channel} im từ {gap}: tin gửi trong thời gian đó có thể đã mất."
            found.append(Finding("polling", "warning", text, "Người dùng đã được báo; đề nghị gửi lại nếu thiếu."))
        silent = now - heard.at
        if silent > STUCK:
            hours = int(silent.total_seconds() // 3600)
            level: Level = "error" if silent > dt.timedelta(hours=24) else "warning"
            text = f"Kênh {heard.channel} chưa nhận tin từ {local(heard.at):%d/%m/%Y %H:%M} ({hours} giờ)."
            found.append(
                Finding("polling", level, text, "Chạy lại bot (dondoc run); quá 24 giờ thì tin gửi đến có thể mất.")
            )
        elif not found:
            found.append(Finding("polling", "ok", f"Kênh {heard.channel} nhận tin lúc {local(heard.at):%H:%M:%S}."))
    return found or [Finding("polling", "ok", "Chưa có kênh nào từng chạy trên kho này.")]


def _quota(session: Session, now: dt.datetime) -> list[Finding]:
    """How much of a channel's plan this month has used; nothing of a channel nobody uses."""
    found = []
    for channel in CHANNELS:
        so_far = used(session, channel, now)
        if so_far is None or not (so_far.messages or so_far.users):
            continue
        share = max(so_far.shares.values(), default=0)
        text = (
            f"Gói {channel} tháng {so_far.month}: {so_far.messages}/{so_far.quota.messages or '∞'} tin, "
            f"{so_far.users}/{so_far.quota.users or '∞'} người."
        )
        level: Level = "error" if share >= 100 else "warning" if share >= STEPS[0] else "ok"
        found.append(Finding("quota", level, text, "" if level == "ok" else "Xem dự báo: dondoc quota."))
    return found


def _privacy(session: Session) -> list[Finding]:
    waiting = waiting_for_erasure(session)
    if not waiting:
        return [Finding("privacy", "ok", "Không có ai đang chờ xóa dữ liệu cá nhân.")]
    text = f"{len(waiting)} người đề nghị xóa dữ liệu cá nhân, chưa giải quyết: số {_ids(waiting)}."
    return [Finding("privacy", "warning", text, "Bấm nút trong tin nhắn đã nhận, hoặc: dondoc privacy erase SỐ.")]


def _ids(ids: object, prefix: str = "") -> str:
    listed = list(ids)  # type: ignore[call-overload]
    return ", ".join(f"{prefix}{one}" for one in listed[:SHOWN]) + (" …" if len(listed) > SHOWN else "")


def _line(problem: Exception) -> str:
    return " ".join(str(getattr(problem, "orig", problem)).split())[:200]
