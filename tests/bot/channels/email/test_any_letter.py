"""Any bytes give a letter: its words by its own charset, its files, and what a server's answer means."""

import base64

import pytest
from asn1crypto import cms
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email.html_text import words_of
from bot.channels.email.machines import Returned, came_back, machine, returned
from bot.channels.email.opened import file_of, opened
from bot.channels.email.sending import Refusal, refused
from scheduler.delivery.retry import Blocked, NetworkBeforeSent, NotNow, Outcome, RateLimited, Rejected

HEAD = "From: Lan <lan@so.test>\nTo: bot@dondoc.test\nMessage-ID: <a@b>\nMIME-Version: 1.0\n"


def raw(rest: str, body: bytes = b"") -> bytes:
    """A letter."""
    return (HEAD + rest).encode() + body


@given(st.binary(max_size=3000), st.booleans())
def test_any_bytes_are_opened_without_a_fault(data: bytes, after_a_head: bool) -> None:
    letter = opened(raw("Content-Type: multipart/mixed; boundary=x\n\n--x\n", data) if after_a_head else data)
    assert letter == type(letter).from_json(letter.to_json())
    machine(letter)
    returned(letter)


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("utf-8", "xong việc đã giao".encode()),
        ("windows-1258", "xong viêòc ðaÞ giao".encode("latin-1")),
        ("x-unknown", "xong việc".encode()),
        ("utf-16", "xong việc".encode("utf-16")),
    ],
)
def test_words_are_read_in_the_charset_that_is_named_or_in_the_usual_ones(charset: str, encoded: bytes) -> None:
    text = base64.encodebytes(encoded)
    letter = opened(raw(f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n", text))
    assert letter.words.startswith("xong")
    assert letter.refused == ""


def test_the_files_are_what_is_attached_and_no_logo_or_signature() -> None:
    def part(head: str, data: bytes = b"%PDF-1.4 x") -> str:
        return f"--x\n{head}\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}"

    body = (
        part('Content-Type: text/plain; charset="utf-8"', b"1 xong")
        + part("Content-Type: application/pdf; name*=utf-8''b%C3%A1o%20c%C3%A1o.pdf\nContent-Disposition: attachment")
        + part('Content-Type: image/png; name="logo.png"\nContent-ID: <logo>\nContent-Disposition: inline')
        + part('Content-Type: application/ms-tnef; name="winmail.dat"')
        + part('Content-Type: application/pkcs7-signature; name="smime.p7s"\nContent-Disposition: attachment')
        + "--x--\n"
    )
    data = raw("Content-Type: multipart/signed; boundary=x\n\n" + body)
    letter = opened(data)
    assert letter.words.strip() == "1 xong"
    assert [file.name for file in letter.files] == ["báo cáo.pdf", "winmail.dat"]
    assert file_of(data, letter.files[0].part) == b"%PDF-1.4 x"


def test_a_sealed_letter_is_refused_with_a_word_and_not_read_as_empty() -> None:
    sealed = raw("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\n", b"MIIB")
    assert opened(sealed).refused == "sealed"
    assert opened(sealed, whole=False).refused == "too_large"


def test_a_letter_signed_as_one_piece_is_read_and_its_files_are_there() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=y\n\n--y\nContent-Type: text/plain\n\n1 xong\n--y\n"
    inner += b'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n\n%PDF\n--y--\n'
    signed = cms.SignedData(
        {"version": "v1", "digest_algorithms": [], "encap_content_info": {"content_type": "data", "content": inner},
         "signer_infos": []}
    )  # fmt: skip
    der = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    head = "Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n"
    data = raw(head, base64.encodebytes(der))
    letter = opened(data)
    assert (letter.words.strip(), letter.refused) == ("1 xong", "")
    assert file_of(data, letter.files[0].part) == b"%PDF"


@pytest.mark.parametrize(
    "html",
    [
        '<div dir="ltr">1 xong<br></div><div class="gmail_quote"><div class="gmail_attr">On Mon wrote:</div><blockquote>1. Ban hành</blockquote></div>',
        '<p>1 xong</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Bot</div><div>1. Ban hành</div>',
        '<html><head><style>p{}</style></head><body><div>1 xong</div><hr id="zwchr"><div>Từ: Bot</div><table><tr><td>1. Ban hành</td></tr></table></body></html>',
        "<div>1&nbsp;xong</div><script>alert(1)</script><blockquote type=cite>1. Ban hành</blockquote>",
    ],
)  # fmt: skip
def test_of_an_html_letter_what_it_quotes_is_cut_in_the_tree(html: str) -> None:
    assert words_of(html).replace("\xa0", " ").strip() == "1 xong"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ("Auto-Submitted: auto-replied\n", "away"),
        ("Auto-Submitted: auto-generated\nSubject: Automatic reply: Nhac viec\n", "away"),
        ("Auto-Submitted: auto-generated\nSubject: Nhac viec\n", "automatic"),
        ("Auto-Submitted: no\n", ""),
        ("Return-Path: <>\n", "empty_sender"),
        ("Return-Path: <lan@so.test>\n", ""),
        ("Precedence: bulk\n", "list"),
        ("Subject: =?utf-8?B?VOG7sSDEkeG7mW5nIHRy4bqjIGzhu51p?=\n", "away"),
        ("Subject: Re: [Đôn Đốc] Nhắc việc\n", ""),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n", "report"),
    ],
)
def test_a_machine_is_known_by_what_it_says_of_itself(headers: str, why: str) -> None:
    assert machine(opened(raw(headers + "\n1 xong\n"))) == why


@pytest.mark.parametrize(
    ("rest", "is_one"),
    [
        ("Auto-Submitted: auto-replied\nReturn-Path: <>\n\nTôi đi vắng", False),
        ("Subject: Out of office\nReturn-Path: <>\n\nback on 15/12", False),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\nread", False),
        ("Subject: Re: Nhac viec\n\n1 xong", False),
        ("Return-Path: <>\nSubject: Undeliverable\n\nnot delivered", True),
        ("Subject: Undeliverable\n\n550 5.1.1 unknown", True),
    ],
)
def test_who_answers_for_somebody_on_leave_returns_no_letter(rest: str, is_one: bool) -> None:
    assert came_back(opened(raw(rest.partition("\n\n")[0] + "\n\n", rest.partition("\n\n")[2].encode()))) is is_one


@pytest.mark.parametrize(
    ("status", "what"),
    [
        ("Action: failed\nStatus: 5.1.1", "failed"), ("Action: failed\nStatus: 5.2.2", "full"),
        ("Action: failed\nStatus: 5.7.26", "policy"), ("Action: delayed\nStatus: 4.4.1", "delayed"),
    ],
)  # fmt: skip
def test_a_report_of_delivery_is_read_wherever_it_stands(status: str, what: str) -> None:
    body = (
        f"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n{status}\n--x--\n"
    )
    assert returned(opened(raw(body))).what == what
    assert returned(opened(raw("\n", f"<a@b>: 550-5.1.1 no such user\n{status}".encode()))) != Returned("delayed", "")


@pytest.mark.parametrize(
    ("code", "words", "outcome"),
    [
        (550, "5.1.1 no such user", Blocked), (550, "no such user", Blocked), (552, "5.2.2 mailbox full", NotNow),
        (450, "4.2.0 greylisted", NotNow), (421, "4.3.0 busy", RateLimited), (550, "5.7.26 DMARC", Rejected),
        (535, "5.7.8 bad password", NetworkBeforeSent), (554, "5.6.0 no", Rejected),
    ],
)  # fmt: skip
def test_what_an_answer_of_the_server_means(code: int, words: str, outcome: type[Outcome]) -> None:
    assert isinstance(refused(Refusal(code, words)), outcome)
