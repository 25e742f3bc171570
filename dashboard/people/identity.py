"""Who is asking: a person, how they are known, and what has been granted to them."""

from dataclasses import dataclass
from enum import StrEnum

# Stands for all regions, also those the register gains later.
EVERYWHERE = "*"


class Role(StrEnum):
    """What a person is trusted with; what that means is said by the matrix alone."""

    VIEWER = "viewer"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


class Kind(StrEnum):
    """How it is known who a person is."""

    GUEST = "guest"
    # The one user of this machine, known to the operating system.
    MACHINE = "machine"
    # An account kept here, known by its password.
    ACCOUNT = "account"
    OIDC = "oidc"
    PROXY = "proxy"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    # Whoever holds the address of a link that is a key: a reader, and nobody more.
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a region (`EVERYWHERE` for all), with the regions below it or without.

    `units` narrows a clerk to figures some of these units are responsible for; None means all.
    """

    role: Role
    region: str
    with_subtree: bool = False
    units: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.units is not None and self.role is not Role.CLERK:
            # A limit the matrix does not look at would be no limit.
            raise ValueError(f"units are for clerks; this is a grant to a {self.role}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at one moment. `name` is what revisions and the audit record.

    `id` is None for guests and for the user of the machine, who have no row. A `token` acts for
    the person whose id and name it bears, within `only` (actions) and `only_regions`; `via` is its
    own name. A `link` reads so and does nothing else. `must_change` is set until a one-time password
    has been replaced.
    """

    id: int | None
    name: str
    kind: Kind
    display: str = ""
    grants: tuple[Grant, ...] = ()
    must_change: bool = False
    only: frozenset[str] | None = None
    only_regions: frozenset[str] | None = None
    via: str = ""

    @property
    def signed_in(self) -> bool:
        return self.kind is not Kind.GUEST

    @property
    def label(self) -> str:
        """How the audit names this person: `account li`, `token li/harvest`."""
        return f"{self.kind} {self.name}/{self.via}" if self.via else f"{self.kind} {self.name}"


GUEST = Person(None, "", Kind.GUEST)
# Stands for whom an act names and nobody is: asked about like anybody, so that it tells nothing.
UNKNOWN = Person(None, "", Kind.ACCOUNT)


def user_of_the_machine(name: str) -> Person:
    """Return the one who runs the program themselves: every role, everywhere."""
    return Person(
        None, name, Kind.MACHINE, name, tuple(Grant(role, EVERYWHERE, True) for role in Role)
    )
