"""The agencies' rows as an import needs them: looked up once, not once a task."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from catalog.agencies.on_a_day import members_on
from catalog.agencies.stored import names_before
from catalog.plans.model import ParsedTask, expanding


@dataclass
class AgencyRows:
    """Row ids by name (today's and the bundled one) and by group, in a stable order."""

    by_name: dict[str, int] = field(default_factory=dict)
    members: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session, day: dt.date | None = None) -> "AgencyRows":
        """All agencies of the deployment; groups as a plan of that day means them."""
        return cls(names_before(session), members_on(session, day))

    def wanted(self, row: ParsedTask) -> tuple[list[int], list[int]]:
        """(leads, supports) of a row: named leads first, then the members of lead groups, each once.

        A heading has nobody. Only named agencies support; who leads does not support as well.
        """
        if row.heading_only:
            return [], []
        groups = [member for group in expanding(row.actors.lead_groups)
                  for member in self.members.get(group, [])]  # fmt: skip
        leads = list(dict.fromkeys([*self._ids(row.actors.lead), *groups]))
        return leads, [found for found in dict.fromkeys(self._ids(row.actors.support)) if found not in leads]

    def _ids(self, names: Sequence[str]) -> list[int]:
        return [self.by_name[name] for name in names if name in self.by_name]
