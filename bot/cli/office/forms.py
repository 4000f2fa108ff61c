"""dondoc forms: the Word forms of reports and letters, taken out to be edited and put back once they hold."""

import pathlib
from typing import Annotated, Any

import typer

from bot.cli.output import fail, print_text
from bot.settings import load_settings
from catalog.work.evidence import FileRefused, kind_of
from templates.documents.form_check import NAMES, check_form, in_use
from templates.documents.forms import BrokenForm
from templates.documents.known_heads import keep_head
from templates.documents.letterhead import letterhead

app = typer.Typer(no_args_is_help=True, help="Mẫu Word của báo cáo, công văn.")


@app.command("export")
def export(out: Annotated[pathlib.Path, typer.Option(help="Thư mục để ghi các mẫu vào.")]) -> None:
    """Ghi các mẫu đang dùng ra một thư mục để sửa bằng Word; mọi chỗ {{ ... }} và {% ... %} có thể dời hoặc bỏ."""
    forms = load_settings().home / "forms"
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            data, own = in_use(name, forms)
            (out / name).write_bytes(data)
            print_text(f"Đã ghi {out / name} ({'mẫu riêng' if own else 'mẫu kèm chương trình'}).")
    except OSError as problem:
        fail(f"--out: không ghi được vào “{out}”: {problem.strerror}.")


@app.command("head")
def head(
    office: Annotated[str, typer.Argument(help="Cơ quan ban hành, như tên trong danh mục.")],
    unit: Annotated[str | None, typer.Option(help="Ký hiệu đơn vị soạn thảo, sau “Lưu: VT,”.")] = None,
    place: Annotated[str | None, typer.Option(help="Địa danh ghi trước ngày, tháng, năm.")] = None,
    symbol: Annotated[str | None, typer.Option(help="Chữ viết tắt của cơ quan trong số, ký hiệu.")] = None,
    signer: Annotated[str | None, typer.Option(help="Thẩm quyền, chức vụ người ký; các dòng cách nhau bằng |.")] = None,
) -> None:
    """Ghi những gì đầu và cuối văn bản của một cơ quan phải có mà tên cơ quan chưa nói; ghi trống ("") để bỏ."""
    given: dict[str, Any] = {"unit": unit, "place": place, "symbol": symbol}
    if signer is not None:
        given["signer"] = [line.strip() for line in signer.split("|") if line.strip()]
    changed: Any = {name: value for name, value in given.items() if value is not None}
    try:
        kept = keep_head(load_settings().home / "forms", office, changed)
    except OSError as problem:
        fail(f"Không ghi được thông tin của cơ quan: {problem.strerror}.")
    said = letterhead(office, **kept)
    print_text(
        f"{said.office}: {said.number()}; {said.place or '(địa danh)'}; {said.archive[2:]} Ký: {said.signer[-1]}."
    )


@app.command("import")
def import_(files: Annotated[list[pathlib.Path], typer.Argument(help="Mẫu đã sửa, giữ nguyên tên tệp.")]) -> None:
    """Kiểm tra rồi đưa mẫu đã sửa vào dùng; mẫu không điền được thì không nhận và mẫu cũ giữ nguyên."""
    forms = load_settings().home / "forms"
    checked: list[tuple[str, bytes]] = []
    for file in files:
        try:
            data = file.read_bytes()
            if kind_of(data)[0] != "docx":
                fail(f"{file}: mẫu phải là tệp Word (.docx) không có macro.")
            check_form(file.name, data)
        except OSError as problem:
            fail(f"{file}: không đọc được: {problem.strerror}.")
        except FileRefused:
            fail(f"{file}: mẫu phải là tệp Word (.docx) không có macro.")
        except BrokenForm as problem:
            fail(str(problem))
        checked.append((file.name, data))
    try:
        forms.mkdir(parents=True, exist_ok=True)
        for name, data in checked:
            beside = forms / f"{name}.part"
            beside.write_bytes(data)
            beside.replace(forms / name)
            print_text(f"Đã đưa vào dùng: {name}. Xóa {forms / name} để dùng lại mẫu kèm chương trình.")
    except OSError as problem:
        fail(f"Không ghi được vào “{forms}”: {problem.strerror}.")
