"""`dondoc init`, from nothing to a bot that answers, and what it says to answers that cannot be used."""

import os
import pathlib
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner, Result

from bot.cli import build
from bot.first_start import write_settings
from bot.sandbox import Sandbox, serve_in_thread

pytestmark = pytest.mark.loopback
PLAN = """ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
Số: 45/KH-UBND
KẾ HOẠCH
Chăm sóc cây xanh đô thị năm 2026
Phụ lục
NHIỆM VỤ CHĂM SÓC CÂY XANH
TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời hạn hoàn thành
1\tTrồng bổ sung cây bóng mát dọc các tuyến đường\tSở Xây dựng\tSở Tài chính\tKế hoạch\t3/2026
"""


@pytest.fixture
def place(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """An empty working directory with a plan in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DONDOC_HOME")
    (tmp_path / "ke-hoach.txt").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.fixture
def api() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox()
    with serve_in_thread(sandbox) as url:
        yield sandbox, url


def init(*args: str, typed: str = "") -> Result:
    return CliRunner().invoke(build("init"), ["init", *args], input=typed)


@pytest.mark.sqlite
@pytest.mark.long
def test_from_init_to_a_bot_that_answers_status(api: tuple[Sandbox, str], place: pathlib.Path) -> None:
    sandbox, url = api
    done = init(
        "--yes", "--org", "tỉnh Khánh Hòa", "--telegram-token", sandbox.token, "--telegram-api", url, "--plan", "ke-hoach.txt",
        "--agency", "so xay dung",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Telegram nhận mã bot: @dondoc_bot." in done.stdout
    assert "Đã nhập: 45/KH-UBND – " in done.stdout
    assert "Gửi lời mời này cho cán bộ tổng hợp Sở Xây dựng" in done.stdout
    link = next(line.split()[-1] for line in done.stdout.splitlines() if "https://t.me/dondoc_bot?start=" in line)
    assert stat.S_IMODE((place / ".env").stat().st_mode) == 0o600

    bot = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "run"],
        cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parents[3])},
    )  # fmt: skip
    try:
        hanh = sandbox.create_person("Nguyễn Thị Hạnh")
        joined = sandbox.start(hanh, link.partition("start=")[2])
        answer = sandbox.block_until(lambda: sandbox.answer_to(joined), 60)
        assert "Đã kết nối: cán bộ tổng hợp – Sở Xây dựng" in answer.text
        asked = sandbox.say(hanh, "/status")
        assert "Tổng số: 1 lượt giao" in sandbox.block_until(lambda: sandbox.answer_to(asked), 60).text
    finally:
        bot.send_signal(signal.SIGTERM)
        said = bot.communicate(timeout=90)[0].decode()
    assert said.splitlines()[-1] == "Đã dừng."


@pytest.mark.sqlite  # stores of tests on PostgreSQL are founded already
def test_at_a_terminal_each_wrong_answer_is_asked_again(api: tuple[Sandbox, str], place: pathlib.Path) -> None:
    sandbox, url = api
    typed = [
        "tỉnh Khánh Hào", "tinh khanh hoa", "1:sai", sandbox.token, "", "", "", "khong-co.txt", "ke-hoach.txt", "", "ninh hai", "sở xây dựng",
        "8 giờ đến 5 giờ", "07:00-11:00,13:00-17:00", "12:00", "08:30", "dondoc.vn", "https://dondoc.example.vn",
    ]  # fmt: skip
    done = init("--telegram-api", url, typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    for sentence in (
        "Không có tổ chức nào tên “tỉnh Khánh Hào”; gần nhất: Tỉnh Khánh Hòa",
        "Telegram không nhận mã bot.", "Không đọc được tệp khong-co.txt: không có tệp hoặc thư mục này.",
        "Đọc được ke-hoach.txt: 1 nhiệm vụ.", "Không rõ cơ quan “ninh hai”. Có phải: ", "Không đọc được giờ làm việc",
        "Giờ gửi nhắc việc 12:00 phải nằm trong giờ làm việc.", "phải là địa chỉ dạng https://",
    ):  # fmt: skip
        assert sentence in done.stdout
    kept = (place / ".env").read_text("utf-8")
    assert "DONDOC_OFFICE_HOURS=07:00-11:00,13:00-17:00\nDONDOC_SEND_AT=08:30\n" in kept
    assert kept.endswith("DONDOC_PUBLIC_URL=https://dondoc.example.vn\n")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        # Stores of tests on PostgreSQL are founded already.
        pytest.param((), "Cần --org TÊN", marks=pytest.mark.sqlite),
        (("--org", "Khánh Hòa"), "Cần ít nhất một kênh"),
        (("--org", "Bệnh viện Hoa Mai"), "Chưa có đơn vị nào của Bệnh viện Hoa Mai: hãy thêm --units TỆP"),
        (
            ("--org", "Khánh Hòa", "--zalo-token", "1:a", "--zalo-api", "http://127.0.0.1:9"),
            "Không hỏi được http://127.0.0.1:9",
        ),
        (("--org", "Khánh Hòa", "--mail-from", "bot"), "DONDOC_MAIL_FROM"),
        (("--org", "Khánh Hòa", "--zalo-oa-app-id", "abc"), "chỉ gồm chữ số"),
        (("--org", "Khánh Hòa", "--zalo-oa-app-id", "12"), "cần cả khóa bí mật"),
        (("--org", "Khánh Hòa", "--mail-from", "bot@kh.vn"), "Hộp thư cần cả máy chủ gửi"),
        (
            (
                "--org",
                "Khánh Hòa",
                "--mail-from",
                "bot@kh.vn",
                "--mail-smtp",
                "127.0.0.1:9 none",
                "--mail-imap",
                "127.0.0.1:9 none",
            ),
            "Không đọc được hộp thư",
        ),
        (("--org", "Khánh Hòa", "--telegram-token", "changeme"), "đang là giá trị mẫu"),
        (("--role", "vua"), "--role: “vua” không dùng được"),
    ],
)
def test_with_yes_a_wrong_answer_ends_it_and_nothing_is_written(
    args: tuple[str, ...], sentence: str, place: pathlib.Path
) -> None:
    done = init("--yes", *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert [path.name for path in place.iterdir()] == ["ke-hoach.txt"]


def test_a_settings_file_is_not_written_to_unasked_and_keeps_its_other_lines(place: pathlib.Path) -> None:
    own = place / ".env"
    own.write_text("# của tôi\nDONDOC_LOG_LEVEL=DEBUG\nDONDOC_SEND_AT=07:45\n", "utf-8")
    done = init("--yes", "--telegram-token", "1:abc")
    assert (done.exit_code, "Đã có tệp .env; chưa thay đổi gì" in done.stderr) == (2, True)
    write_settings(own, {"send_at": "08:15", "office_hours": "it's"})
    assert own.read_text("utf-8") == (
        "# của tôi\nDONDOC_LOG_LEVEL=DEBUG\nDONDOC_SEND_AT=08:15\nDONDOC_OFFICE_HOURS='it\\'s'\n"
    )
