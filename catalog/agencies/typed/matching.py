"""Which agency a typed line means: match where it is sure, ask where it is not, none where it is no agency here.

A wrong sure match puts a person into the wrong agency, so a question is always preferred (DESIGN section 7). The rules,
in the order `match` tries them; the first that speaks decides:

1. `exact`: typed exactly, after folding, as an official name, abbreviation, former name or bare name of the index.
   Names with their type word ("xã ...", "Sở ...") count anywhere in a sentence, bare ones only if nothing else is said.
2. `exact` again, with raw Telex or VNI undone.
3. `near`: a slip of the keyboard, one edit (more in a long name), if no other name is nearly as near. A commune's
   name of two syllables is asked where the slip makes a syllable that exists: "xã Cam Hiếu" may well be another place.
4. `partial`: a beginning or a part of names: asked.
5. `family`: a shared name with something that makes it nobody's ("phường Đông Cam Ranh"): its members are asked.
6. `under_a_parent`: a unit inside an agency ("Chi cục Kiểm lâm", "CDC"): its parent is asked about first.
7. `on_our_ground`: a school, hospital or institute called by a place of ours ("bệnh viện Cam Ranh"): asked without
   candidates.

Beside any of them: none where another province, a ministry or a company is named; asked where several agencies are
named, where the exact name has homonyms, where a direction follows it, or where the line is a question.
"""

from dataclasses import dataclass
from typing import Any, Literal

from catalog.agencies.index import index_of
from catalog.agencies.reading import read_words
from catalog.agencies.registry import Registry
from catalog.agencies.typed.context import stranger
from catalog.agencies.typed.findings import Finding, exact
from catalog.agencies.typed.parts import family, on_our_ground, partial
from catalog.agencies.typed.slips import near, without_tone_keys
from catalog.agencies.typed.under_a_parent import under_a_parent
from catalog.agencies.typing_keys import undo
from catalog.letters import read
from catalog.text import clean

Decision = Literal["match", "ask", "none"]
MOST_CANDIDATES = 5

_KEYS = {"telex": "gõ Telex", "vni": "gõ VNI"}


@dataclass(frozen=True)
class Candidate:
    """One agency offered: its score (0-1), the alias that won and how the line was brought to it (Vietnamese)."""

    agency: str
    score: float
    alias: str
    how: str


@dataclass(frozen=True)
class Match:
    """What a typed line means. `agency` is set where `decision` is match; `candidates` best first, five at most.

    An ask may come without candidates ("UBND xã"): then the person has to say more. `reason` is Vietnamese.
    """

    text: str
    decision: Decision
    agency: str | None
    candidates: tuple[Candidate, ...]
    reason: str


def match(text: str, registry: Registry) -> Match:
    """The agency that `text` means among those of `registry`. Never raises."""
    index = index_of(registry)
    letters = read(text).text
    typed = read_words(letters)
    undone, method = undo(clean(letters))
    meant = read_words(undone) if method else typed
    finding = exact(typed, index)
    keys = ""
    if finding is None and method:
        finding, keys = exact(meant, index), _KEYS[method]
    if finding is None:
        finding = near(meant, index)
    if finding is None and (bare := without_tone_keys(meant)) != meant:
        finding = near(bare, index)
    if finding is None:
        outside = stranger(typed, [], index) or stranger(meant, [], index)
        if outside:
            finding = Finding((), False, outside)
        else:
            finding = partial(meant, index) or family(meant, index)
            finding = finding or under_a_parent(meant, index, registry, None) or on_our_ground(meant, index)
    if finding and finding.asked and any(found.agency for found in finding.found):
        finding = under_a_parent(meant, index, registry, finding) or finding
    return _decided(text, finding, keys)


def _decided(text: str, finding: Finding | None, keys: str) -> Match:
    if finding is None:
        return Match(text, "none", None, (), "không giống tên cơ quan nào")
    how = f", {keys}" if keys else ""
    candidates = tuple(
        Candidate(found.agency, found.score if finding.sure else min(found.score, 0.85), found.alias, found.how + how)
        for found in finding.found[:MOST_CANDIDATES]
    )
    decision: Decision = "match" if finding.sure else "ask" if finding.asked else "none"
    agency = candidates[0].agency if finding.sure else None
    return Match(text, decision, agency, candidates if decision != "none" else (), finding.reason)


def explain(result: Match) -> str:
    """In words: what was decided, and for each candidate which alias and which transformation won."""
    verdict = {"match": "khớp", "ask": "cần hỏi lại", "none": "không có trong danh mục"}[result.decision]
    lines = [f"“{result.text}”: {verdict} - {result.reason}."]
    lines.extend(f"  {c.score:.2f}  {c.agency} (theo “{c.alias}”; {c.how})" for c in result.candidates)
    return "\n".join(lines)


def match_json(text: str, registry: Registry) -> dict[str, Any]:
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


def list_json(registry: Registry) -> dict[str, Any]:
    """The answer of `dondoc agency list --json`: every agency with its names, codes, kind, groups and aliases."""
    return {
        "agencies": [
            {
                "name": agency.name,
                "full_name": agency.full_name,
                "code": agency.code,
                "kind": agency.kind,
                "groups": list(agency.groups),
                "aliases": list(agency.aliases),
            }
            for agency in registry.agencies
        ]
    }
