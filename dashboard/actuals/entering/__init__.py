"""The one door in: understand what people typed, then save it, all or nothing.

    rows = understand([RawEntry("binzhou", "clusters", "revenue", "2025年1-9月", "1.2万亿")], catalogue, store, today)
    compare(rows)    # what is new, changed (old beside new), unchanged, left out, refused
    save(rows, store, "Li", reasons={0: "a merger"})

What `understand` finds while reading a figure, and how much it weighs:

| finding | weight |
| --- | --- |
| region, subject or indicator not in the register (with the nearest name) | error |
| a subject that is only counted, never entered: a tier, `each-cluster` | error |
| a period that cannot be read, could be two, does not suit the indicator, or has not ended | error |
| a value that cannot be read, could be two, or is in another unit | error |
| a negative amount of money, count or share; a count that is not whole | error |
| the same figure twice in one batch | error, on each |
| a figure in a return that is being reviewed, is approved or published | error |
| a date in a file that may have been a month | error |
| `1,234` cut into the value 1 and the note 234 | error; on a page a warning |
| a note, evidence or name too long or with invisible characters; withdrawing what is not there | error |
| a figure no goal asks for; a lost note | notice |

What is read is then checked beside the figures around it; those checks are declared in the register,
with their weights and thresholds (`register.figure_checks`, and printed in docs/register.md).

An error keeps the batch from being saved; a warning asks for a reason, kept in the audit, as does
the change of a recorded value; a notice is only said. A warning, not an error, is what can be true:
firms leave, scopes differ, plants burn.
Amounts of money may be negative where the register says `may_be_negative` (profit).
"""

from dashboard.actuals.entering.comparison import Compared, Comparison, Outcome, compare
from dashboard.actuals.entering.entries import SEEN_NOW, RawEntry, Understood
from dashboard.actuals.entering.saving import ReasonsNeeded, Refused, save
from dashboard.actuals.entering.understanding import understand
from dashboard.actuals.messages import Message

__all__ = [
    "SEEN_NOW",
    "Compared",
    "Comparison",
    "Message",
    "Outcome",
    "RawEntry",
    "ReasonsNeeded",
    "Refused",
    "Understood",
    "compare",
    "save",
    "understand",
]
