"""What the program stands on: every package it needs, at which version, under which licence, and whether it is pinned.

`make audit` prints the list. Known weaknesses are looked up by pip-audit, which needs a service on the network:
`pip-audit -r constraints.txt --no-deps --disable-pip` on a machine that reaches it.
"""

import pathlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = pathlib.Path(__file__).parents[2]


@dataclass(frozen=True)
class Dependency:
    """One installed package; `pinned` is its version in constraints.txt, "" where it does not stand there."""

    name: str
    version: str
    licence: str
    pinned: str


def dependencies(extra: str = "") -> list[Dependency]:
    """What `dondoc` needs here to run (`extra` "dev": and to be tested), by name, with all they need themselves."""
    pins = dict(_pins())
    found: dict[str, Dependency] = {}
    todo = [("dondoc", extra)]
    seen = set()
    while todo:
        name, wanted = todo.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        package = metadata.distribution(name)
        if name != "dondoc":
            found[name] = Dependency(name, package.version, licence(package), pins.get(name, ""))
        for line in package.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or any(requirement.marker.evaluate({"extra": one}) for one in ("", wanted)):
                needed = canonicalize_name(requirement.name)
                todo += [(needed, one) for one in ("", *requirement.extras)]
    return [found[name] for name in sorted(found)]


def _pins() -> Iterator[tuple[str, str]]:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, version = line.partition("==")
            yield canonicalize_name(name), version.strip()


def licence(package: metadata.Distribution) -> str:
    """What a package says of its licence, in one short line; "" when it says nothing."""
    about = package.metadata
    classified = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if one.startswith("License :: ")
    ]
    said = about.get("License-Expression") or ", ".join(classified) or about.get("License") or ""
    return str(said).strip().partition("\n")[0][:60]


def main() -> None:
    """Print the list; exit 1 when something is not pinned at the version that is installed."""
    listed = dependencies("dev")
    needed_to_run = {one.name for one in dependencies()}
    for one in listed:
        what = "runs" if one.name in needed_to_run else "tests"
        wrong = "" if one.pinned == one.version else f"  ! pinned: {one.pinned or 'no'}"
        print(f"{one.name:28}{one.version:16}{what:7}{one.licence}{wrong}")
    print(f"{len(listed)} packages, {len(needed_to_run)} of them to run. Known weaknesses are not looked up here:")
    print("pip-audit -r constraints.txt --no-deps --disable-pip, where its service can be reached.")
    sys.exit(any(one.pinned != one.version for one in listed))


if __name__ == "__main__":
    main()
