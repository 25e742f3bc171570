"""One act of one person: who, from where, under which request, over which regions."""

from dataclasses import dataclass, field

from dashboard.people.identity import GUEST, Person
from dashboard.people.matrix import RegionsTree


@dataclass(frozen=True, slots=True)
class By:
    """By whom something is done; `regions_tree` is the register's, `address` the visitor's."""

    person: Person = GUEST
    regions_tree: RegionsTree = field(default_factory=dict)
    request_id: str = ""
    address: str = ""
