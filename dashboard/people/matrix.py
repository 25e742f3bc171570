"""Who may do what and where: the one matrix, and the one function that reads it.

Denied is whatever no rule allows: an action without a row, a role without a cell, a region the
register does not know, a figure whose responsible units are not given to a clerk who has some.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from dashboard.people.identity import EVERYWHERE, Grant, Kind, Person, Role
from dashboard.people.messages import PeopleError

# Region -> the region above it, None at the top.
RegionsTree: TypeAlias = Mapping[str, str | None]


class Action(StrEnum):
    """Everything a person can ask for."""

    READ_PUBLISHED = "read-published"
    READ_UNPUBLISHED = "read-unpublished"
    SEE_HISTORY = "see-history"
    EXPORT = "export"
    ENTER = "enter"
    WITHDRAW = "withdraw"
    IMPORT = "import"
    READ_COMMENTS = "read-comments"
    COMMENT = "comment"
    ATTACH_EVIDENCE = "attach-evidence"
    REVIEW = "review"
    PUBLISH = "publish"
    EDIT_REGISTER = "edit-register"
    READ_AUDIT = "read-audit"
    MANAGE_PEOPLE = "manage-people"
    GRANT_ROLE = "grant-role"
    ISSUE_TOKEN = "issue-token"  # noqa: S105 - the name of an action
    REVOKE_TOKEN = "revoke-token"  # noqa: S105 - the name of an action
    END_SESSIONS = "end-sessions"
    GIVE_LINK = "give-link"
    REVOKE_LINK = "revoke-link"


class Scope(StrEnum):
    """How far a role reaches in one action."""

    # The regions the role was granted for.
    REGION = "region"
    # As REGION; and where the grant names units, only figures these are responsible for.
    UNITS = "units"
    # What is one's own: tokens, sessions.
    OWN = "own"
    # Oneself, and people all of whose grants lie within the regions the role was granted for.
    PERSON = "person"


_REGION, _UNITS, _OWN, _PERSON = Scope.REGION, Scope.UNITS, Scope.OWN, Scope.PERSON
_ROLES = (
    Role.VIEWER, Role.CLERK, Role.REVIEWER, Role.PUBLISHER, Role.CURATOR, Role.ADMINISTRATOR,
)  # fmt: skip

# An administrator manages people, not figures, and takes part in the work on figures only by
# granting themselves a role for it, which the audit shows.
_MATRIX: Mapping[Action, tuple[Scope | None, ...]] = {
    #                         viewer   clerk    reviewer publisher curator administrator
    Action.READ_PUBLISHED:   (_REGION, _REGION, _REGION, _REGION, _REGION, _REGION),
    Action.READ_UNPUBLISHED: (None,    _UNITS,  _REGION, _REGION, None,    None),
    Action.SEE_HISTORY:      (None,    _UNITS,  _REGION, _REGION, None,    None),
    Action.EXPORT:           (_REGION, _REGION, _REGION, _REGION, _REGION, _REGION),
    Action.ENTER:            (None,    _UNITS,  None,    None,    None,    None),
    Action.WITHDRAW:         (None,    _UNITS,  None,    None,    None,    None),
    Action.IMPORT:           (None,    _UNITS,  None,    None,    None,    None),
    Action.READ_COMMENTS:    (_REGION, _REGION, _REGION, _REGION, _REGION, _REGION),
    Action.COMMENT:          (None,    _UNITS,  _REGION, _REGION, None,    None),
    Action.ATTACH_EVIDENCE:  (None,    _UNITS,  None,    None,    None,    None),
    Action.REVIEW:           (None,    None,    _REGION, None,    None,    None),
    Action.PUBLISH:          (None,    None,    None,    _REGION, None,    None),
    Action.EDIT_REGISTER:    (None,    None,    None,    None,    _REGION, None),
    Action.READ_AUDIT:       (None,    None,    None,    None,    None,    _REGION),
    Action.MANAGE_PEOPLE:    (None,    None,    None,    None,    None,    _PERSON),
    Action.GRANT_ROLE:       (None,    None,    None,    None,    None,    _REGION),
    Action.ISSUE_TOKEN:      (_OWN,    _OWN,    _OWN,    _OWN,    _OWN,    _OWN),
    Action.REVOKE_TOKEN:     (_OWN,    _OWN,    _OWN,    _OWN,    _OWN,    _PERSON),
    Action.END_SESSIONS:     (_OWN,    _OWN,    _OWN,    _OWN,    _OWN,    _PERSON),
    Action.GIVE_LINK:        (_REGION, _REGION, _REGION, _REGION, _REGION, _REGION),
    Action.REVOKE_LINK:      (_OWN,    _OWN,    _OWN,    _OWN,    _OWN,    _PERSON),
}  # fmt: skip

RULES: Mapping[Action, Mapping[Role, Scope]] = {
    action: {role: cell for role, cell in zip(_ROLES, cells, strict=True) if cell is not None}
    for action, cells in _MATRIX.items()
}

# Where the site is set to public reading, anybody may do these, signed in or not.
OPEN_WHEN_PUBLIC = frozenset({Action.READ_PUBLISHED, Action.EXPORT})

# What a link that is a key may be good for; of the machine's own user also what is not published,
# because on one's own machine nothing need ever be. Who entered what is behind no link.
BY_LINK = frozenset({Action.READ_PUBLISHED})
BY_LINK_OF_THE_MACHINE = BY_LINK | {Action.READ_UNPUBLISHED}

# A token that leaks must not be able to make itself more, or outlive its discovery.
NEVER_BY_TOKEN = frozenset(
    {
        Action.MANAGE_PEOPLE,
        Action.GRANT_ROLE,
        Action.ISSUE_TOKEN,
        Action.REVOKE_TOKEN,
        Action.END_SESSIONS,
        Action.READ_AUDIT,
        Action.GIVE_LINK,
        Action.REVOKE_LINK,
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and why: `reason` is a code, its sentence is `people.decision.<reason>`.

    `lacking` is what a token would have to be issued for, or in which region.
    """

    allowed: bool
    reason: str
    lacking: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody may do something: to every figure of `regions`, and to some of others.

    `units` are pairs of a region and a unit: the figures that this unit is responsible for there.
    """

    regions: frozenset[str] = frozenset()
    units: frozenset[tuple[str, str]] = frozenset()

    @property
    def somewhere(self) -> frozenset[str]:
        """The regions in which it may be done to some figure at least."""
        return self.regions | {region for region, _ in self.units}

    def holds(self, region: str, units: Collection[str]) -> bool:
        """Tell whether a figure of `region` is within reach; `units` are responsible for it."""
        return region in self.regions or any((region, unit) in self.units for unit in units)


class NotPermitted(PeopleError):
    """The matrix refuses; `decision` says why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"decision.{decision.reason}", lacking=decision.lacking)
        self.decision = decision


def permitted(
    person: Person,
    action: Action,
    region: str | None,
    units: Collection[str] | None = None,
    *,
    regions_tree: RegionsTree,
    with_subtree: bool = False,
    of: Person | None = None,
    public: bool = False,
) -> Decision:
    """Decide whether `person` may do `action` in `region` (None: what belongs to all regions).

    `units` are those responsible for the figure concerned. `with_subtree` asks for the regions
    below as well. `of` is whom it concerns, where that is a person. `public` is the site's setting
    for public reading.
    """
    rule = RULES.get(action)
    if rule is None:
        return Decision(False, "no-rule")
    if region not in {None, EVERYWHERE} and region not in regions_tree:
        return Decision(False, "unknown-region")
    if person.kind is Kind.LINK and not _within_link(person, action, region, regions_tree):
        return Decision(False, "link-scope")
    if public and action in OPEN_WHEN_PUBLIC:
        return Decision(True, "public")
    if not person.signed_in:
        return Decision(False, "not-signed-in")
    if person.must_change:
        return Decision(False, "must-change-password")
    if not _within_token(person, action, region, with_subtree, regions_tree):
        within = person.only is None or action in person.only
        return Decision(False, "token-scope", str(region or EVERYWHERE) if within else action.value)
    held = [(grant, rule[grant.role]) for grant in person.grants if grant.role in rule]
    if not held:
        return Decision(False, "no-role")
    refusals = []
    for grant, scope in held:
        if scope is Scope.OWN:
            found = "" if _is_own(person, of) else "not-yours"
        elif scope is Scope.PERSON:
            found = "" if _manages(person, grant, of, regions_tree) else "person-out-of-scope"
        elif not covers(grant, region, with_subtree, regions_tree):
            found = "out-of-scope"
        elif scope is Scope.UNITS and not _responsible(grant, units):
            found = "not-your-units"
        else:
            found = ""
        if not found:
            return Decision(True, "granted")
        refusals.append(found)
    # The nearest miss says most.
    nearest = next((r for r in refusals if r != "out-of-scope"), refusals[0])
    return Decision(False, nearest)


def reach_of(
    person: Person, action: Action, *, regions_tree: RegionsTree, public: bool = False
) -> Reach:
    """Return where `person` may do `action`: in whole regions, and in some for their units only."""

    def may(region: str, *units: str) -> bool:
        asked = permitted(person, action, region, units, regions_tree=regions_tree, public=public)
        return asked.allowed

    whole = frozenset(region for region in regions_tree if may(region))
    own = {unit for grant in person.grants for unit in grant.units or ()}
    parts = ((region, unit) for region in regions_tree for unit in own if region not in whole)
    return Reach(whole, frozenset(pair for pair in parts if may(*pair)))


def may_somewhere(person: Person, action: Action) -> bool:
    """Tell whether a person has a role that allows `action`, in whatever region."""
    if not person.signed_in or person.must_change or person.only is not None:
        return False
    return any(grant.role in RULES.get(action, {}) for grant in person.grants)


def covers(grant: Grant, region: str | None, with_subtree: bool, tree: RegionsTree) -> bool:
    """Tell whether a grant reaches a region, and all below it if `with_subtree`."""
    if region in {None, EVERYWHERE} or grant.region == EVERYWHERE:
        return grant.region == EVERYWHERE
    if grant.region == region:
        return grant.with_subtree or not with_subtree
    return grant.with_subtree and grant.region in _above(str(region), tree)


def _above(region: str, tree: RegionsTree) -> Iterator[str]:
    seen = {region}
    parent = tree.get(region)
    # The register refuses a ring; a decision must end even if one slipped through.
    while parent is not None and parent not in seen:
        yield parent
        seen.add(parent)
        parent = tree.get(parent)


def _within_token(
    person: Person, action: Action, region: str | None, with_subtree: bool, tree: RegionsTree
) -> bool:
    if person.kind is Kind.TOKEN and (person.only is None or action in NEVER_BY_TOKEN):
        return False
    if person.only is not None and action not in person.only:
        return False
    return person.only_regions is None or any(
        covers(Grant(Role.VIEWER, each, True), region, with_subtree, tree)
        for each in person.only_regions
    )


def _within_link(person: Person, action: Action, region: str | None, tree: RegionsTree) -> bool:
    """Also where reading is public a link opens no more than it was given for."""
    readable = BY_LINK_OF_THE_MACHINE if person.id is None else BY_LINK
    return action in readable and _within_token(person, action, region, False, tree)


def _is_own(person: Person, of: Person | None) -> bool:
    if of is None:
        return False
    # Who runs the program on the machine holds its database anyway.
    return person.kind is Kind.MACHINE or (person.id is not None and person.id == of.id)


def _manages(person: Person, grant: Grant, of: Person | None, tree: RegionsTree) -> bool:
    if of is None:
        return False
    if _is_own(person, of):
        return True
    # What an identity provider grants is known only while its person is here, and who has no
    # grant yet may be meant for any region: both are left to who administers everything.
    if not of.grants or of.kind in {Kind.OIDC, Kind.PROXY, Kind.MACHINE}:
        return grant.region == EVERYWHERE
    return all(covers(grant, each.region, each.with_subtree, tree) for each in of.grants)


def _responsible(grant: Grant, units: Collection[str] | None) -> bool:
    return grant.units is None or not set(grant.units).isdisjoint(units or ())
