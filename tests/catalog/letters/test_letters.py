"""The gate of letters: what looks the same is the same, old encodings are found by the words they make, and nothing else changes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.letters import read, settled
from catalog.letters.legacy import from_tcvn3, from_viqr, from_vni
from catalog.letters.syllables import is_syllable

SENTENCE = "Sở Xây dựng chủ trì, phối hợp với Ủy ban nhân dân các phường lập danh mục cây xanh trước ngày 30/6/2026"


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Ðường sắt", "Đường sắt"),  # U+00D0
        ("giao thông đƣờng bộ", "giao thông đường bộ"),  # U+01A3
        ("Ｓở Ｙ tế ９５％", "Sở Y tế 95%"),
        ("hoàn thành 3⁄4", "hoàn thành 3/4"),
        ("được ½, còn ¼", "được 1/2, còn 1/4"),
        ("2½ ngày", "2 1/2 ngày"),
        ("1️⃣ xong 2️⃣ chưa", "1 xong 2 chưa"),
        ("③ xong", "3 xong"),
        ("7/QĐ‑UBND", "7/QĐ-UBND"),  # no-break hyphen
        ("Sở\u200b\u00a0Tư\u2060\u202fpháp", "Sở Tư pháp"),
        ("Quý Ⅳ", "Quý IV"),
        ("Соng аn", "Cong an"),  # Cyrillic С, о, а
        ("𝐒𝐨̛̉ 𝐘 𝐭𝐞̂́", "Sở Y tế"),
        ("văn bản ﬁnal", "văn bản final"),
        ("đi\u0300nh", "đình"),
        ("ca\u0301\u0302p", "cấp"),  # tone before hat
        ("tăng\u00adcường", "tăngcường"),
        ("\u202ebáo cáo", "báo cáo"),
    ],
)
def test_what_looks_the_same_is_the_same(typed: str, same: str) -> None:
    assert settled(typed) == same
    assert settled(unicodedata.normalize("NFD", typed)) == same


@pytest.mark.parametrize("text", ["ΔΣ", "Москва", "5 µg, 20 °C", "Café", "x² + y₁", "“trích” – dẫn … • ≥ ≤", "✅ xong"])
def test_letters_that_are_meant_stay(text: str) -> None:
    assert read(text).text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("Së X©y dùng", "TCVN3", "Sở Xây dựng"),
        ("§iÒu tra, thèng kª", "TCVN3", "Điều tra, thống kê"),
        ("KÕ HO¹CH", "TCVN3", "KẾ HOẠCH"),
        ("Chi côc ThuÕ", "TCVN3", "Chi cục Thuế"),
        ("Sôû Xaây döïng", "VNI", "Sở Xây dựng"),
        ("ÑIEÀU TRA", "VNI", "ĐIỀU TRA"),
        ("Nhieäm vuï troïng taâm", "VNI", "Nhiệm vụ trọng tâm"),
        ("So+? Xa^y du+.ng", "VIQR", "Sở Xây dựng"),
        ("ddie^`u tra, tho^'ng ke^", "VIQR", "điều tra, thống kê"),
        ("Sá»Ÿ XÃ¢y dá»±ng", "UTF-8", "Sở Xây dựng"),
    ],
)
def test_an_old_encoding_is_found_by_the_words_it_makes(typed: str, encoding: str, meant: str) -> None:
    reading = read(typed)
    assert (reading.text, reading.encoding) == (meant, encoding)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE, "Krông Pắc, Ea Kar, Đăk Tô", "Résumé, naïve, señor, Zürich, Ångström", "đã xong", "vô thời hạn",
        "a^2 + b^2 = c^2", "f(a) + o+p", "xong roi? chua a.", "SĐT: +84 (0)258 123", "C++ (v1)", "Tô Ngọc Vân", "100% ± 5%",
    ],
)  # fmt: skip
def test_text_in_unicode_is_never_taken_for_an_old_encoding(text: str) -> None:
    assert read(text).encoding == ""


def test_a_font_decides_where_letters_alone_do_not() -> None:
    assert read("vô", font=".VnTime").text == "vụ"
    assert read("vô").text == "vô"
    assert read("Së Y tÕ", font=".VnTimeH").text == "SỞ Y TẾ"
    assert read("Sở Y tế", font=".VnTime").text == "Sở Y tế"  # the font's name was left behind
    assert read("Soá", font="VNI-Times").text == "Số"


def test_the_encoding_of_the_texts_around_decides_where_letters_alone_do_not() -> None:
    assert read("Soá: 12", expected="VNI").text == "Số: 12"
    assert read("Số: 12", expected="VNI").text == "Số: 12"


@given(st.text(max_size=60))
def test_settling_twice_changes_nothing_more(text: str) -> None:
    once = settled(text)
    assert settled(once) == once
    assert read(text).text is not None


def test_every_letter_has_its_form_in_each_old_encoding() -> None:
    assert from_tcvn3("¸µ¶·¹ ¾»¼½Æ ÊÇÈÉË ÐÌÎÏÑ ÕÒÓÔÖ Ý×ØÜÞ ãßáâä èåæçé íêëìî óïñòô øõö÷ù ýúûüþ ®§") == (
        "áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ đĐ"
    )
    assert from_vni(
        "aùaøaûaõaï aéaèaúaüaë aáaàaåaãaä eáeàeåeãeä íìæóò oáoàoåoãoä ôùôøôûôõôï öùöøöûöõöï yùyøyûyõî ñÑ"
    ) == ("áàảãạ ắằẳẵặ ấầẩẫậ ếềểễệ íìỉĩị ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ đĐ")
    assert from_viqr("a'a`a?a~a. a^'a^` a(' o+. u+~ dd DD") == "áàảãạ ấầ ắ ợ ữ đ Đ"


def test_what_is_a_syllable() -> None:
    assert all(
        is_syllable(word)
        for word in [
            "nghiệp",
            "giếng",
            "gì",
            "quốc",
            "khuỷu",
            "thuở",
            "xoong",
            "Ủy",
            "hoà",
            "hòa",
            "yểu",
            "phường",
            "ươm",
        ]
    )
    assert not any(is_syllable(word) for word in ["néi", "vùt", "kp", "ngỹng", "Résumé"])


def test_a_name_typed_in_an_old_encoding_is_the_name() -> None:
    from catalog.agencies.typed.matching import match
    from catalog.organisations.khanh_hoa import registry

    for typed in ("Sôû Xaây döïng", "Së X©y dùng", "So+? Xa^y du+.ng", "Sở Xây\u200b dựng", "SỞ XÂY DỰNG"):
        assert match(typed, registry()).agency == "Sở Xây dựng"


def test_figures_in_circles_brackets_or_with_a_point_are_figures() -> None:
    assert [settled(text) for text in ("❷ xong", "➓", "⑴ xong", "việc⒊xong", "⑫", "➀a")] == [
        "2 xong", "10", "1 xong", "việc 3 xong", "12", "1 a",
    ]  # fmt: skip
