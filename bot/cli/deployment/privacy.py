"""dondoc privacy: what is stored on a person, and erasing one, for whoever keeps the deployment."""

from dataclasses import asdict
from typing import Annotated

import typer
from sqlmodel import Session

from bot.cli.command_context import opened
from bot.cli.output import fail, print_json, print_text
from catalog.audit import Actor
from catalog.people.people import display_name
from catalog.tables import Person
from catalog.upkeep import privacy

privacy_app = typer.Typer(no_args_is_help=True, help="Dữ liệu cá nhân.")

_Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của người trong hồ sơ.")]
_Json = Annotated[bool, typer.Option("--json", help="In JSON.")]


@privacy_app.command()
def waiting(json: _Json = False) -> None:
    """Những người đã đề nghị xóa dữ liệu và đang chờ."""
    with opened() as (_, store), store.read() as session:
        found = [(number, display_name(session, number)) for number in privacy.waiting_for_erasure(session)]
    if json:
        print_json([{"person": number, "name": name} for number, name in found])
        return
    for number, name in found:
        print_text(f"{number}: {name or '(không có tên)'}")
    if not found:
        print_text("Không có ai đang chờ xóa dữ liệu.")


@privacy_app.command()
def show(number: _Number, json: _Json = False) -> None:
    """Kho dữ liệu lưu gì về một người."""
    with opened() as (_, store), store.read() as session:
        _person(session, number)
        stored = privacy.stored_about(session, number)
    if json:
        print_json(asdict(stored))
        return
    for channel, name, phone in stored.chats:
        print_text(f"{channel}: {name or '(không có tên)'} {phone}".rstrip())
    print_text(f"Tin nhắn còn nội dung: {stored.messages}; cập nhật: {stored.updates}; minh chứng: {stored.files}.")


@privacy_app.command()
def erase(
    number: _Number, yes: Annotated[bool, typer.Option("--yes", help="Xác nhận: không lấy lại được.")] = False
) -> None:
    """Xóa dữ liệu cá nhân của một người; hồ sơ và nhật ký vẫn nguyên vẹn."""
    with opened() as (settings, store):
        with store.read() as session:
            if _person(session, number).erased_at is not None:
                fail(f"Dữ liệu của người số {number} đã được xóa trước đó.")
        if not yes:
            fail(f"Xóa dữ liệu của người số {number} không lấy lại được: chạy lại với --yes.")
        now = settings.moment()
        store.write(lambda session: privacy.erase(session, number, Actor(None, "cli"), now))
    print_text(f"Đã xóa. Trong hồ sơ người này chỉ còn là số {number}.")


def _person(session: Session, number: int) -> Person:
    found = session.get(Person, number)
    if found is None:
        fail(f"Không có người nào mang số {number}.")
    return found
