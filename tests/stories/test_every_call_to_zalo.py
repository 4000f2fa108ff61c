"""A conversation on Zalo of every kind: each call has the form the platform's reference gives, whatever is switched on."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from bot.sandbox import Sandbox
from catalog.clock import PROVINCE_ZONE

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
BRISK = Patience(answer=60.0, poll=2, pause=0.05, look=0.05)

FORM = {
    "getMe": ({}, {}), "getWebhookInfo": ({}, {}), "deleteWebhook": ({}, {}), "getUpdates": ({}, {"timeout"}),
    "setWebhook": ({"url", "secret_token"}, {}), "sendMessage": ({"chat_id", "text"}, {}),
    "sendPhoto": ({"chat_id", "photo"}, {"caption"}), "sendChatAction": ({"chat_id", "action"}, {}),
}  # fmt: skip
"""What each method must and may be given (docs.zaloplatforms.com/docs/BOT, 2026-10); nothing else is called."""


def wrong(call) -> str:
    """What is wrong with the form of a call, "" where nothing is."""
    method = call.method.removeprefix("zalo.")
    if method not in FORM:
        return f"{method} is in no reference"
    must, may = FORM[method]
    given = call.params
    if not set(must) <= set(given) <= {*must, *may}:
        return f"{method} with {sorted(given)}"
    if "text" in given and not 1 <= len(given["text"]) <= 2000:
        return f"{method}: a text of {len(given['text'])}"
    if "caption" in given and not 1 <= len(given["caption"]) <= 2000:
        return f"{method}: a caption of {len(given['caption'])}"
    if "photo" in given and urlsplit(given["photo"]).scheme not in ("https", "http"):
        return f"{method}: a picture that is no address"
    if "secret_token" in given and not 8 <= len(given["secret_token"]) <= 256:
        return f"{method}: a secret of {len(given['secret_token'])}"
    return ""


@pytest.mark.parametrize("switches", [(), ("zalo_status", "zalo_echoes")])
async def test_every_call_to_zalo_has_the_form_of_its_reference(tmp_path, switches) -> None:
    sandbox = Sandbox()
    for name in switches:
        sandbox.switches.set(name, True)
    async with rehearse(tmp_path, MORNING, patience=BRISK, sandbox=sandbox, channel="zalo") as stage:
        officer, focal, leader = (sandbox.create_person(name) for name in ("Hà", "Lan", "Minh"))
        for person, code in ((officer, stage.invitation("officer", "Sở Khoa học và Công nghệ")),
                             (focal, stage.invitation("focal", "Sở Công Thương")), (leader, stage.invitation("leader"))):  # fmt: skip
            await stage.answer(sandbox.say(person, code))
        for person, words in ((focal, "/viec"), (focal, "x" * 5000), (officer, "/duyet"), (leader, "/tonghop"),
                              (focal, "/trogiup"), (officer, "/nhac"), (focal, "1 xong"), (leader, "/baocao")):  # fmt: skip
            await stage.answer(sandbox.say(person, words))
        sandbox.send_photo(focal, b"\xff\xd8\xff\xe0" + b"0" * 40, "minh chứng")
        sandbox.send_file(focal, b"%PDF-1.4", "a.pdf")
        await stage.quiet()
    calls = [call for call in sandbox.calls if call.method.startswith("zalo.")]
    assert [found for call in calls if (found := wrong(call))] == []
    assert len([call for call in calls if call.method == "zalo.sendMessage"]) >= 12
