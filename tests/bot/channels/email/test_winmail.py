"""winmail.dat: the files in it come out under their own names; torn and hostile ones are what they are, a file."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email.opened import File, file_of, opened
from bot.channels.email.winmail import unpacked


def attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) % 65536)


def long_name(name: str) -> bytes:
    """Properties of an attachment as Outlook writes them: a number, a named one, then the long name."""
    words = (name + "\0").encode("utf-16-le")
    named = struct.pack("<HH", 0x1F, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, 6) + b"a\0b\0\0\0\0\0"
    named += struct.pack("<II", 1, 4) + b"x\0\0\0"
    return (
        struct.pack("<I", 3) + struct.pack("<HHI", 0x03, 0x0E21, 7) + named
        + struct.pack("<HHII", 0x1F, 0x3707, 1, len(words)) + words + b"\0" * (-len(words) % 4)
    )  # fmt: skip


def winmail(*files: tuple[str, str, bytes]) -> bytes:
    """Files as (short name, long name, bytes)."""
    parts = [struct.pack("<IH", 0x223E9F78, 1), attribute(1, 0x9006, struct.pack("<I", 0x10000))]
    for short, name, data in files:
        parts += [attribute(2, 0x9002, b"\1\0" + b"\0" * 12), attribute(2, 0x8010, short.encode("latin-1") + b"\0")]
        parts += [attribute(2, 0x800F, data), attribute(2, 0x9005, long_name(name))]
    return b"".join(parts)


def letter(packed: bytes) -> bytes:
    head = b"From: lan@so.test\nTo: bot@dondoc.test\nMessage-ID: <w@so>\nMIME-Version: 1.0\n"
    head += b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n1 xong\n--x\n"
    head += b'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n'
    head += b'Content-Disposition: attachment; filename="winmail.dat"\n\n'
    import base64

    return head + base64.encodebytes(packed) + b"\n--x--\n"


def test_the_files_in_a_winmail_dat_are_the_files_of_the_letter() -> None:
    raw = letter(winmail(("BAOCAO~1.PDF", "báo cáo quý I.pdf", b"%PDF-1"), ("k.docx", "kế hoạch.docx", b"PK")))
    found = opened(raw)
    assert found.words.strip() == "1 xong"
    assert list(found.files) == [File(2, "báo cáo quý I.pdf", 6, 1), File(2, "kế hoạch.docx", 2, 2)]
    assert [file_of(raw, one.part, one.inner) for one in found.files] == [b"%PDF-1", b"PK"]
    assert file_of(raw, 2, 9) is None


def test_a_winmail_dat_that_holds_no_file_stays_one() -> None:
    assert [one.name for one in opened(letter(b"not one")).files] == ["winmail.dat"]


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_are_unpacked_without_a_fault(noise: bytes, cut: int) -> None:
    whole = winmail(("A.PDF", "a.pdf", b"%PDF"))
    assert len(unpacked(whole[:cut] + noise + whole[cut:])) <= 60
    assert unpacked(whole[:6] + noise) is not None
