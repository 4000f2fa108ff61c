"""The rules: what words mean what.

A rule speaks about one clause (what stands between two commas, line breaks, "nhưng" or task numbers), written without
accents, phone spellings written out ("_" ends a word that only looks like one of ours, see `spelling/spellings.py`).
Its `example` is a whole message that stands on this rule; every example is a test, so a rule is changed together with
its sentence.

| table | says | file |
|---|---|---|
| IDLE, TALK | nothing at all | talk.py |
| STATE | how far the work is: the first rule that fits a clause wins | below |
| BLOCKERS | what holds it up | blockers.py, others.py, blocked_by_topic.py |
| UNBLOCKED, CLEARED | what no longer does | cleared.py |
| EXTENSION, NO_EXTENSION | that more time is asked for | extensions.py |
| `brings_out` | that a product of the work is out | products.py |
| `is_somebody_elses` | that the task is another body's | not_ours.py |
| `is_told_to_others` | that it is told to somebody else | told_to_others.py |
| `of_life` | that it is no word about work | life.py |
| `only_promised` | that it only promises to find out and tell | promised.py |

What a rule of STATE may mean:
"question" (asks, says nothing) · "not_started" · "unfinished" and "underway" (in progress, whatever else is said) ·
"waiting" (not yet: in progress, unless the same clause says what blocks it) ·
"lacking" (the way out is not yet there: in progress, unless anything said of the task blocks it) ·
"step" (something was done, in progress unless a done is said beside it) ·
"resumed" (what held it up is gone: as a step, but no product) ·
"after" (something else comes first: as "planned", but no done beside it is believed) ·
"planned" (a step to come: as a step, but nothing where the same clause asks for more time) ·
"done" (a claim) ·
"odd" (a "xong" among words no rule knows: asked about, unless a count, a share or a day to come tells) ·
"unfinished_named" and "done_named" (a claim where the task is named beside it, else too little to believe).

The order of STATE carries the one promise that matters: whatever questions, denies, delays, conditions or limits a
"xong" stands above the rules that believe it.
"""

from handlers.replies.patterns import compiled
from handlers.replies.rules.blockers import BLOCKERS
from handlers.replies.rules.claims import CLAIMS, FULL, NOW_DONE
from handlers.replies.rules.cleared import CLEARED, UNBLOCKED
from handlers.replies.rules.denials import DENIALS
from handlers.replies.rules.extensions import ASKING, EXTENSION, NO_EXTENSION
from handlers.replies.rules.life import of_life
from handlers.replies.rules.limits import LIMITS
from handlers.replies.rules.not_ours import is_somebody_elses
from handlers.replies.rules.products import OUT_BARE, PAST, brings_out, kind_of
from handlers.replies.rules.progress import NOT_STARTED, UNDER_WAY
from handlers.replies.rules.promised import only_promised
from handlers.replies.rules.questions import ASKED, DENIED_BY_ASKING, QUESTIONS
from handlers.replies.rules.rule import DONE, POLITE, SOON, Rule
from handlers.replies.rules.steps import STEPS
from handlers.replies.rules.talk import IDLE, TALK
from handlers.replies.rules.told_to_others import is_told_to_others

STATE: tuple[Rule, ...] = (
    *ASKED,  # "báo xong ở đâu"
    *DENIED_BY_ASKING,  # "xong đâu mà xong"
    *QUESTIONS,  # "xong chưa?"
    *NOW_DONE,  # "hôm trước chưa làm, giờ xong rồi"
    *DENIALS,  # "chưa xong"
    *NOT_STARTED,  # "chưa làm"
    *LIMITS,  # "sắp xong", "mai xong", "xong một phần"
    *CLAIMS,  # "xong rồi"
    *UNDER_WAY,  # "đang làm"
    *STEPS,  # "đã trình"
)

SAYS_DONE = compiled(DONE)

__all__ = [
    "ASKING",
    "BLOCKERS",
    "CLEARED",
    "DONE",
    "EXTENSION",
    "FULL",
    "IDLE",
    "NO_EXTENSION",
    "OUT_BARE",
    "PAST",
    "POLITE",
    "SAYS_DONE",
    "SOON",
    "STATE",
    "TALK",
    "UNBLOCKED",
    "Rule",
    "brings_out",
    "is_somebody_elses",
    "is_told_to_others",
    "kind_of",
    "of_life",
    "only_promised",
]
