"""What the program runs on is known: pinned by exact version, and under a licence that is named."""

from dependencies import dependencies


def test_everything_the_program_runs_on_is_pinned_and_says_its_licence() -> None:
    listed = dependencies()
    assert len(listed) > 25
    assert [f"{one.name} {one.version}" for one in listed if not one.pinned] == []
    assert [one.name for one in listed if not one.licence] == []
