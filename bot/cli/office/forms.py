"""dondoc forms: the Word forms of reports and letters, taken out to be edited and put back once they hold."""

import pathlib
from typing import Annotated

import typer

from bot.cli.output import fail, print_text
from bot.settings import load_settings
from catalog.work.evidence import FileRefused, kind_of
from templates.documents.form_check import NAMES, check_form, in_use
from templates.documents.forms import BrokenForm

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
