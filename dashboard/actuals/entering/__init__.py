"""The one door in: understand what people typed, then save it, all or nothing.

    rows = understand([RawEntry("binzhou", "clusters", "revenue", "2025年1-9月", "1.2万亿")], catalogue, store, today)
    compare(rows)    # what is new, changed (old beside new), unchanged, left out, refused
    save(rows, store, "Li", reasons={0: "a merger"})

What `understand` finds, and how much it weighs:

| finding | weight |
| --- | --- |
| region, subject or indicator not in the register (with the nearest name) | error |
| a subject that is only counted, never entered: a tier, `each-cluster` | error |
| a period that cannot be read, could be two, does not suit the indicator, or has not ended | error |
| a value that cannot be read, could be two, or is in another unit | error |
| a negative amount of money, count or share; a count that is not whole | error |
| a share above the indicator's natural limit; a coverage above 100 % | error |
| a share above 100 % where the register names no limit (a wider scope makes it possible) | warning |
| one part larger than its whole: covered > should be covered, `part_of` in the register | error |
| a cluster larger than all clusters or its region; a quarter larger than the months around it | warning |
| January to month N below an earlier month, or above a later month, of the same year | warning |
| ten times, or a tenth of, the value it replaces, last year's, or the last reported | warning |
| a first figure more than 1000 times away from all the register names for its series | warning |
| growth of ±100 % or beyond | warning |
| the same figure twice in one batch | error, on each |
| a date in a file that may have been a month | error |
| `1,234` cut into the value 1 and the note 234 | error; on a page a warning |
| a note, evidence or name too long or with invisible characters; withdrawing what is not there | error |
| reported growth that the entered levels do not give; a figure no goal asks for; a lost note | notice |

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
