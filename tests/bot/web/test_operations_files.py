"""What the files for operators promise. No container engine runs here: they are read, not run."""

import configparser
import pathlib
import re

import pytest
import yaml

from bot.settings import Settings
from bot.supervision.supervisor import LOOK, STILL
from scheduler.delivery.delivery import LAST_WORDS

ROOT = pathlib.Path(__file__).parents[3]


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.fixture
def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "bot" / "ops" / "dondoc.service")
    return parser


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def test_the_bot_of_compose_runs_without_rights_on_a_root_it_cannot_write(compose) -> None:
    bot = compose["services"]["bot"]
    assert bot["user"] == "10001"
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in bot["security_opt"]
    assert bot["tmpfs"][0].startswith("/tmp:size=")
    assert bot["volumes"] == ["data:/data"]
    assert bot["ports"] == ["127.0.0.1:8080:8080"]
    assert "/readyz" in bot["healthcheck"]["test"][-1]  # a loop that stands still is noticed, not only a dead process
    assert seconds(bot["stop_grace_period"]) > LAST_WORDS


def test_compose_has_a_postgresql_that_is_waited_for_and_keeps_its_data(compose) -> None:
    db, bot = compose["services"]["db"], compose["services"]["bot"]
    assert re.fullmatch(r"postgres:\d+", db["image"])
    assert "pg_isready" in db["healthcheck"]["test"][-1]
    assert bot["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert {volume.partition(":")[0] for volume in [*db["volumes"], *bot["volumes"]]} == set(compose["volumes"])
    assert "ports" not in db
    assert bot["environment"]["DONDOC_DATABASE_URL"].startswith("postgresql://")


def test_compose_hands_on_every_setting_and_holds_no_secret(compose) -> None:
    environment = compose["services"]["bot"]["environment"]
    of_the_image = {"home", "web_host", "web_port"}
    handed_on = {name.removeprefix("DONDOC_").lower() for name in environment}
    assert handed_on == set(Settings.model_fields) - of_the_image - {"now"}  # that one is for rehearsals
    for name, value in environment.items():
        if any(word in name for word in ("TOKEN", "SECRET")):
            assert re.fullmatch(r"\$\{\w+(:[-?].*)?\}", value)
    assert compose["services"]["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_image_runs_as_nobody_special_and_is_asked_whether_it_is_alive() -> None:
    text = (ROOT / "Dockerfile").read_text()
    final = text.rpartition("\nFROM ")[2]
    assert text.count("\nFROM ") == 2
    assert "useradd --system --uid 10001" in final
    assert final.index("USER dondoc") < final.index("ENTRYPOINT")
    assert "pip install" not in final
    assert "/healthz" in final.partition("HEALTHCHECK")[2]
    assert "DONDOC_WEB_PORT=8080" in final
    assert 'CMD ["run"]' in final


def test_the_unit_of_systemd_gives_no_rights_and_leaves_time_to_finish(unit) -> None:
    service = unit["Service"]
    assert service["User"] == "dondoc"
    assert service["ExecStart"].endswith("/dondoc run")
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["ProtectHome"]) == ("yes", "strict", "yes")
    assert service["CapabilityBoundingSet"] == ""
    assert service["Restart"] == "on-failure"
    assert service["Type"] == "notify"
    assert seconds(service["WatchdogSec"]) > STILL + LOOK
    assert service["UMask"] == "0077"
    assert service["RestartPreventExitStatus"] == "2"  # bot.cli.output.fail: a setting nobody can start with
    assert seconds(service["TimeoutStopSec"]) > LAST_WORDS
    home = dict(pair.split("=") for pair in service["Environment"].split())["DONDOC_HOME"]
    assert home == f"/var/lib/{service['StateDirectory'].split()[0]}"
    assert "TOKEN" not in "".join(service.values())
    assert service["EnvironmentFile"].startswith("/etc/")
