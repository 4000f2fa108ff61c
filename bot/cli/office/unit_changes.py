"""dondoc unit rename|merge|split|remove|assign|undo: what changes on a day, with the document it rests on."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer
from sqlmodel import Session

from bot.cli.command_context import day_or_fail, find_agency, opened
from bot.cli.dry_run import written
from bot.cli.office.unit import CLI, Json, check_set, refused
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.agencies.editing import NameRefused
from catalog.agencies.stored import agency_id, agency_name, registry_of
from catalog.clock import local_day
from catalog.reorganisation.changes import ChangeRefused, Effect, Wish, decide, standing_name
from catalog.reorganisation.undoing import undo as take_back
from catalog.reorganisation.undoing import undoable
from catalog.reorganisation.waiting import assign as assign_waiting
from catalog.reorganisation.waiting import people_to, people_waiting, waiting
from catalog.store.store import Store
from scheduler.digests.unit_changes import sentence, taken_back, tell, tell_moved, wished

From = Annotated[str, typer.Option("--from", help="Từ ngày nào (NĂM-THÁNG-NGÀY); trống là hôm nay.")]
By = Annotated[str, typer.Option("--by", help="Số văn bản làm căn cứ.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ thay đổi gì.")]
Into = Annotated[list[str], typer.Option("--into", help="Tên đơn vị mới, hoặc một đơn vị đang có.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file to `dondoc unit`."""
    for command in (rename, merge, split, remove, assign, undo):
        app.command()(command)


def rename(
    unit: Annotated[str, typer.Argument(help="Đơn vị hiện nay.")],
    name: Annotated[str, typer.Argument(help="Tên mới; tên cũ vẫn được hiểu.")],
    from_: From = "",
    by: By = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Đổi tên một đơn vị từ một ngày."""
    _change(lambda s: Wish("renamed", (_row(s, unit),), (name,)), from_, by, dry_run, json)


def merge(
    units: Annotated[list[str], typer.Argument(help="Các đơn vị nhập lại.")],
    into: Annotated[str, typer.Option("--into", help="Tên đơn vị sau khi nhập.")],
    from_: From = "",
    by: By = "",
    primary: Annotated[str, typer.Option(help="Đơn vị làm mẫu về loại và nhóm cho tổ chức mới.")] = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Nhập các đơn vị thành một; nhiệm vụ đang mở và người chuyển theo."""

    def wish(session: Session) -> Wish:
        rows = tuple(_row(session, unit) for unit in units)
        return Wish("merged", rows, (_heir(session, into),), _row(session, primary) if primary else None)

    _change(wish, from_, by, dry_run, json)


def split(
    unit: Annotated[str, typer.Argument(help="Đơn vị chia tách.")],
    into: Into,
    from_: From = "",
    by: By = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Chia một đơn vị; nhiệm vụ đang mở chờ cán bộ phân công."""
    _change(lambda s: Wish("split", (_row(s, unit),), tuple(_heir(s, name) for name in into)), from_, by, dry_run, json)


def remove(
    unit: Annotated[str, typer.Argument(help="Đơn vị kết thúc hoạt động.")],
    from_: From = "",
    by: By = "",
    to: Annotated[str, typer.Option(help="Đơn vị tiếp nhận nhiệm vụ và người.")] = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Kết thúc một đơn vị; còn nhiệm vụ hay người thì cần --to."""

    def wish(session: Session) -> Wish:
        heir = (agency_name(session, _row(session, to)),) if to else ()
        return Wish("removed", (_row(session, unit),), heir)

    _change(wish, from_, by, dry_run, json)


def assign(
    tasks: Annotated[list[int] | None, typer.Argument(help="Mã nhiệm vụ; trống là tất cả đang chờ.")] = None,
    to: Annotated[str, typer.Option(help="Đơn vị tiếp nhận.")] = "",
    by: By = "",
    listed: Annotated[bool, typer.Option("--list", help="Chỉ liệt kê những gì đang chờ.")] = False,
    people: Annotated[str, typer.Option("--people", help="Người của đơn vị đã chia này chuyển về --to.")] = "",
    json: Json = False,
) -> None:
    """Phân công nhiệm vụ, và người, chờ sau khi chia tách."""
    with opened() as (settings, store):
        if people and to:
            _people(store, settings.moment(), people, to)
            return
        if listed or not to:
            with store.read() as session:
                check_set(session)
                rows, persons = waiting(session), people_waiting(session, settings.moment())
            if json:
                print_json({
                    "waiting": [{**vars(row), "since": row.since.isoformat()} for row in rows],
                    "people": [vars(one) for one in persons],
                })  # fmt: skip
                return
            shown = [(f"#{row.task}", row.title[:80], row.unit, "; ".join(row.heirs)) for row in rows]
            print_table(f"{len(rows)} nhiệm vụ chờ phân công", ("Mã", "Nhiệm vụ", "Của", "Có thể giao"), shown)
            for unit in dict.fromkeys(one.unit for one in persons):
                there = [one for one in persons if one.unit == unit]
                print_text(
                    f"{len({one.person for one in there})} người của {unit} chưa có đơn vị mới: "
                    f'dondoc unit assign --people "{unit}" --to "{there[0].heirs[0]}"'
                )
            return
        now = settings.moment()
        try:
            done = store.write(lambda s: assign_waiting(s, tasks or [], _row(s, to), CLI, now, by))
        except ChangeRefused as problem:
            _refused(problem)
    print_text(f"Đã giao {done} nhiệm vụ cho {to}.")


def undo(
    change: Annotated[
        int | None, typer.Argument(help="Số của thay đổi; trống là liệt kê những gì còn rút được.")
    ] = None,
    by: By = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Rút lại một thay đổi chưa đến ngày, hoặc hoàn tác việc đổi tên trong 7 ngày."""
    with opened() as (settings, store):
        now = settings.moment()
        if change is None:
            with store.read() as session:
                check_set(session)
                rows = undoable(session, now)
            if json:
                print_json({"changes": [row.to_json() for row in rows]})
                return
            shown = [(row.change, wished(row), "chờ đến ngày" if row.waits else "đã đổi tên") for row in rows]
            print_table(f"{len(rows)} thay đổi còn rút lại được", ("Số", "Thay đổi", "Hiện nay"), shown)
            return

        effect = _done(store, lambda session: take_back(session, change, by, CLI, now), now, dry_run)
    _say(effect, taken_back, dry_run, json)


def _people(store: Store, now: dt.datetime, unit: str, to: str) -> None:
    def work(session: Session) -> int:
        heir, ended = _row(session, to), agency_id(session, unit)
        if ended is None:
            raise ChangeRefused("nobody_waits")
        moved = people_to(session, ended, heir, CLI, now)
        tell_moved(session, moved, heir, now)
        return len(moved)

    try:
        done = store.write(work)
    except ChangeRefused as problem:
        _refused(problem)
    print_text(f"{done} người của {unit} nay thuộc {to}.")


def _row(session: Session, typed: str) -> int:
    check_set(session)
    return find_agency(session, typed)[0]


def _heir(session: Session, typed: str) -> str:
    """The name of an heir: a unit of today, else that of a new one."""
    return standing_name(registry_of(session), typed)


def _change(wish: Callable[[Session], Wish], from_: str, by: str, dry_run: bool, json: bool) -> None:
    with opened() as (settings, store):
        now = settings.moment()
        day = day_or_fail(from_, "--from") if from_ else local_day(now)

        effect = _done(store, lambda session: decide(session, wish(session), day, by, CLI, now), now, dry_run)
    _say(effect, sentence, dry_run, json)


def _done(store: Store, change: Callable[[Session], Effect], now: dt.datetime, dry_run: bool) -> Effect:
    """What the change did, told to those it concerns; of a dry run nothing is kept and nobody hears."""

    def work(session: Session) -> Effect:
        effect = change(session)
        if not dry_run:
            tell(session, effect, now)
        return effect

    return _tried(lambda: written(store, work, dry_run=dry_run))


def _say(effect: Effect, in_words: Callable[[Effect], str], dry_run: bool, json: bool) -> None:
    if json:
        print_json({**effect.to_json(), "dry_run": dry_run})
    else:
        print_text(in_words(effect))


def _tried(change: Callable[[], Effect]) -> Effect:
    """What the change did, or one sentence and exit code 2."""
    try:
        return change()
    except NameRefused as refusal:
        refused(refusal)
    except ChangeRefused as problem:
        _refused(problem)


def _refused(problem: ChangeRefused) -> NoReturn:
    sentences = {
        "ended": f"{problem.detail} đã kết thúc hoạt động.",
        "twice": f"“{problem.detail}” được nêu hai lần.",
        "itself": f"{problem.detail} không thể nhập hoặc chuyển vào chính mình.",
        "one_heir": f"Chia tách {problem.detail} cần ít nhất hai --into; nếu chỉ có một thì dùng merge hoặc rename.",
        "waiting": f"Đã có một thay đổi chờ đến ngày {problem.detail} của các đơn vị này.",
        "answered": f"{problem.detail} đã có báo cáo sau ngày đó nên không lùi ngày được; hãy chọn từ hôm nay.",
        "hanging": f"{problem.detail}; hãy nêu --to.",
        "nobody_waits": "Không có người nào của đơn vị đó đang chờ.",
        "nothing_waits": "Không có nhiệm vụ nào trong số đó đang chờ phân công.",
        "no_change": f"Không có thay đổi nào mang số {problem.detail} còn rút lại được: dondoc unit undo.",
        "undone": f"Thay đổi này đã được hoàn tác ngày {problem.detail}.",
        "too_late": f"Việc đổi tên này thực hiện ngày {problem.detail}, đã quá 7 ngày nên không hoàn tác được.",
        "later": f"{problem.detail} đã có thay đổi khác sau đó nên không hoàn tác được.",
        "organisation": "Tổ chức đã đổi tên thì đổi lại bằng dondoc org rename.",
        "moved": "Việc nhập, chia tách hay kết thúc đã thực hiện thì không hoàn tác được vì nhiệm vụ, người đã chuyển; "
        "hãy dùng merge, split hoặc remove để thay đổi tiếp.",
        "no_heir": f"Đơn vị này không phải là đơn vị kế tục của {problem.detail}.",
    }
    fail(sentences[problem.reason])
