"""dondoc forms: out, edited, checked, in use."""

import pathlib

import docx
import pytest

from templates.documents.known_heads import known_head


@pytest.fixture
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    return tmp_path


def test_the_forms_go_out_and_come_back_as_they_were(home, dondoc) -> None:  # type: ignore[no-untyped-def]
    assert dondoc("forms", "export", "--out", str(home / "ra"))[0] == 0
    names = sorted(path.name for path in (home / "ra").iterdir())
    assert names == ["letter-party.docx", "letter.docx", "report-party.docx", "report.docx"]
    assert dondoc("forms", "import", *(str(home / "ra" / name) for name in names))[0] == 0
    assert sorted(path.name for path in (home / "home" / "forms").iterdir()) == names


def test_an_edited_form_is_taken_and_one_that_cannot_be_filled_is_a_sentence(home, dondoc) -> None:  # type: ignore[no-untyped-def]
    def edited(text: str, name: str = "letter.docx") -> str:
        document = docx.Document()
        document.add_paragraph(text)
        document.save(str(home / name))
        return str(home / name)

    assert dondoc("forms", "import", edited("Mẫu riêng gửi {{ addressee }}, {{ above }} – {{ copy_to }}"))[0] == 0
    kept = (home / "home" / "forms" / "letter.docx").read_bytes()
    for text, name, why in (
        ("{{ nguoi_ky }}", "letter.docx", "có chỗ điền không rõ: nguoi_ky"),
        ("{% for x in tasks %}", "letter.docx", "có chỗ điền sai"),
        ("x", "thu.docx", "Tên tệp mẫu phải là một trong"),
    ):
        code, _, err = dondoc("forms", "import", edited(text, name))
        assert (code, why in err) == (2, True)
    (home / "report.docx").write_bytes(b"khong phai Word")
    assert dondoc("forms", "import", str(home / "report.docx"))[0] == 2
    assert (home / "home" / "forms" / "letter.docx").read_bytes() == kept
    assert not (home / "home" / "forms" / "report.docx").exists()


def test_what_an_office_gives_of_its_head_is_kept_and_taken_back(home, dondoc) -> None:  # type: ignore[no-untyped-def]
    folder, office = home / "home" / "forms", "Bệnh viện Phụ sản"
    code, out, _ = dondoc(
        "forms", "head", office, "--unit", "KHTH", "--place", "Huế", "--signer", "KT. GIÁM ĐỐC | PHÓ GIÁM ĐỐC"
    )
    assert (code, "BVPS-KHTH; Huế; Lưu: VT, KHTH. Ký: PHÓ GIÁM ĐỐC." in out) == (0, True)
    assert known_head(folder, office) == {"unit": "KHTH", "place": "Huế", "signer": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]}
    assert dondoc("forms", "head", office, "--unit", "")[0] == 0
    assert "unit" not in known_head(folder, office)
    assert known_head(folder, "Sở Y tế") == {}
