"""/trogiup: by role, with examples that run at a tap and the guide with pictures."""

import pathlib

import pytest
from conversation import COORDINATOR, Talk, task

from catalog.messaging.upload_links import remember_public_url
from handlers.dispatch_table import COMMANDS
from handlers.joining.help import EXAMPLES, GUIDES
from templates.render import say

GUIDE_FOLDER = pathlib.Path(__file__).parents[3] / "templates" / "guides"


def test_an_example_of_the_help_runs_at_a_tap(talk: Talk) -> None:
    binh, hanh = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(task("Trồng cây 1"))
    (shown,) = talk.say(binh, "/trogiup")
    assert shown.labels == ("Việc của tôi", "Cập nhật tiến độ", "Báo vướng mắc", "Chỉ tiêu", "Mọi lệnh")
    assert "/giahan – xin gia hạn" in talk.tap(binh, "Mọi lệnh", shown)[0].text
    assert [heard.text for heard in talk.tap(binh, "Việc của tôi")] == [h.text for h in talk.say(binh, "/viec")]
    assert "Việc chờ giải quyết" in talk.say(hanh, "/trogiup")[0].labels
    (unknown,) = talk.say("chat-Khách", "/trogiup")
    assert unknown.labels == ("Kết nối với cơ quan",)
    assert [h.text for h in talk.tap("chat-Khách", "Kết nối")] == [h.text for h in talk.say("chat-Khách", "/lienket")]


def test_the_guide_with_pictures_is_named_where_it_can_be_reached(talk: Talk) -> None:
    binh = talk.person("Bình", "focal", "Sở Công Thương")
    assert "huong-dan" not in talk.say(binh, "/trogiup")[0].text
    talk.store.write(lambda s: remember_public_url(s, "https://dondoc.example.vn", talk.clock()))
    assert talk.say(binh, "/trogiup")[0].text.endswith("https://dondoc.example.vn/huong-dan/dau-moi")


@pytest.mark.parametrize("role", EXAMPLES)
def test_every_example_is_a_command_with_a_label_and_every_role_has_a_guide(role: str) -> None:
    known = {name for command in COMMANDS for name in command.names}
    for text in EXAMPLES[role]:
        assert text[1:].split()[0] in known
        assert say("help.button_example", text=text)
    assert (GUIDE_FOLDER / f"{GUIDES[role]}.md").is_file()
