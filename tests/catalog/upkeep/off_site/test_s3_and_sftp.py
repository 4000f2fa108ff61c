"""A copy on S3 and by SFTP, each a real server on this machine: made, proven, brought back, and found again after a cut."""

import datetime as dt
import pathlib
import sys
import uuid
from collections.abc import Iterator

import fsspec
import pytest

from catalog.store.store import Store, StoreProblem
from catalog.upkeep.off_site import copies
from catalog.upkeep.off_site.place import Place
from catalog.work.evidence import EvidenceStore

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from test_copies import NOW, QUARTER, keys, put

pytestmark = [pytest.mark.sqlite, pytest.mark.loopback, pytest.mark.long]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket."""
    server_of = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "ap-southeast-1",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        bucket = f"sao-luu-{uuid.uuid4().hex[:8]}"
        fsspec.filesystem("s3", skip_instance_cache=True).mkdir(bucket, region_name="ap-southeast-1")
        yield f"s3://{bucket}/don-doc"
    server.stop()


@pytest.fixture
def sftp(tmp_path: pathlib.Path) -> Iterator[str]:
    pytest.importorskip("paramiko")
    from sftp_server import sftp_server

    with sftp_server(tmp_path / "elsewhere") as server:
        yield server.address


@pytest.fixture
def evidence(tmp_path: pathlib.Path) -> EvidenceStore:
    return EvidenceStore(str(tmp_path / "evidence"))


@pytest.mark.parametrize("where", ["s3", "sftp"])
def test_what_was_copied_there_is_proven_kept_by_the_rule_and_comes_back(
    store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path, request: pytest.FixtureRequest, where: str
) -> None:
    place = Place(request.getfixturevalue(where), "một cụm")
    old, first = NOW - dt.timedelta(days=3), put(store, evidence, "one")
    for moment in (old, old + QUARTER, NOW):
        copies.make(store.url, evidence, place, moment)
    second = put(store, evidence, "two")
    assert copies.make(store.url, evidence, place, NOW + QUARTER).new_files == 1, "only what is new"
    assert place.moments() == [old + QUARTER, NOW, NOW + QUARTER], "one is left of a day long past"
    assert place.evidence() == {first, second}
    assert copies.prove(store.url, place).moment == NOW + QUARTER
    url, files = f"sqlite:///{tmp_path / 'new' / 'kho.sqlite3'}", EvidenceStore(str(tmp_path / "new" / "evidence"))
    copies.restore(place, url, files, NOW)
    assert (keys(url), files.names()) == ({"one"}, {first})


def test_a_connection_that_was_cut_is_made_anew_and_no_password_is_told(
    store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path
) -> None:
    pytest.importorskip("paramiko")
    from sftp_server import PASSWORD, sftp_server

    with sftp_server(tmp_path / "elsewhere") as server:
        place = Place(server.address)
        copies.make(store.url, evidence, place, NOW)
        server.hang_up()
        with pytest.raises(OSError):
            copies.make(store.url, evidence, place, NOW + QUARTER)
        again = Place(server.address)
        copies.make(store.url, evidence, again, NOW + QUARTER)
        assert again.moments() == [NOW, NOW + QUARTER]
        for wrong in (server.address.replace(PASSWORD, "sai"), "sftp://a:bí-mật@127.0.0.1:1/x"):
            with pytest.raises(StoreProblem) as problem:
                Place(wrong)
            assert "127.0.0.1" in str(problem.value)
            assert not {"sai", "bí-mật", PASSWORD} & set(str(problem.value).replace("@", ":").split(":"))
