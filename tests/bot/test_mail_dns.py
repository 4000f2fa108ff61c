"""What the doctor says of the DNS of the bot's domain: what is missing, and that it could not be asked."""

import pathlib

import pytest

from bot.mail_dns import on_mail_dns
from bot.settings import Settings, load_settings

SPF, DMARC = "v=spf1 include:mail.vn -all", "v=DMARC1; p=reject"


@pytest.fixture
def settings(tmp_path: pathlib.Path) -> Settings:
    servers = {"mail_smtp": "mail.so.tinh.vn:465", "mail_imap": "mail.so.tinh.vn:993"}
    return load_settings({"home": tmp_path, "mail_from": "Bot <bot@so.tinh.vn>", **servers})


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ({"so.tinh.vn": ["other", SPF], "_dmarc.so.tinh.vn": [DMARC]}, ["ok"]),
        ({"so.tinh.vn": [SPF], "_dmarc.tinh.vn": ["v = DMARC1; p=none"]}, ["ok"]),
        ({"so.tinh.vn": [SPF]}, ["chưa công bố DMARC"]),
        ({"so.tinh.vn": [SPF, SPF], "_dmarc.so.tinh.vn": [DMARC]}, ["nhiều bản ghi SPF"]),
        ({}, ["chưa công bố SPF", "chưa công bố DMARC"]),
    ],
)
def test_what_the_domain_does_not_publish_is_named(
    settings: Settings, records: dict[str, list[str]], said: list[str]
) -> None:
    found = on_mail_dns(settings, lambda name: records.get(name, []))
    assert len(found) == len(said)
    assert all(words in (one.level if one.level == "ok" else one.text) for one, words in zip(found, said, strict=True))


def test_a_machine_without_dns_passes_it_over_with_a_sentence(settings: Settings, tmp_path: pathlib.Path) -> None:
    (only,) = on_mail_dns(settings, lambda _: None)
    assert (only.level, "Không tra được DNS" in only.text) == ("ok", True)
    assert on_mail_dns(load_settings({"home": tmp_path})) == []
