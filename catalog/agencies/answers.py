"""The registry and a match as `dondoc agency` shows them: in words, and as the JSON of DESIGN section 9."""

from typing import Any

from catalog.agencies.matching import Match, match
from catalog.agencies.registry import Registry, load


def explain(result: Match) -> str:
    """In words: what was decided, and for each candidate which alias and which transformation won."""
    verdict = {"match": "khớp", "ask": "cần hỏi lại", "none": "không phải cơ quan trong tỉnh"}[result.decision]
    lines = [f"“{result.text}”: {verdict} - {result.reason}."]
    lines.extend(f"  {c.score:.2f}  {c.agency} (theo “{c.alias}”; {c.how})" for c in result.candidates)
    return "\n".join(lines)


def match_json(text: str, registry: Registry | None = None) -> dict[str, Any]:
    """The answer of `dondoc agency match --json` (DESIGN section 9), with the alias and the way of each candidate."""
    result = match(text, registry)
    return {
        "text": result.text,
        "decision": result.decision,
        "agency": result.agency,
        "candidates": [
            {"agency": c.agency, "score": c.score, "alias": c.alias, "how": c.how} for c in result.candidates
        ],
        "reason": result.reason,
    }


def list_json(registry: Registry | None = None) -> dict[str, Any]:
    """The answer of `dondoc agency list --json`: every agency with its names, codes, kind, groups and aliases."""
    return {
        "agencies": [
            {
                "name": agency.name,
                "full_name": agency.full_name,
                "code": agency.code,
                "other_codes": list(agency.other_codes),
                "kind": agency.kind,
                "groups": list(agency.groups),
                "aliases": list(agency.aliases),
            }
            for agency in (registry or load()).agencies
        ]
    }
