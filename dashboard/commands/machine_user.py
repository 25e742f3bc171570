"""As whom the command line acts: who runs it on the server's machine has every role, as in `local` mode."""

from typing import TYPE_CHECKING

from dashboard.entry.author import local_author
from dashboard.people.actor import By
from dashboard.people.identity import user_of_the_machine
from dashboard.people.scopes import regions_tree
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.register import Catalogue


def as_machine_user(settings: Settings, catalogue: "Catalogue") -> tuple[Settings, By]:
    """Return the settings under which the user of this machine acts, and who that is."""
    # What a server of these settings lets its visitors do says nothing of who runs its machine.
    own = settings.with_changes(read_only=False, mode="local")
    return own, By(user_of_the_machine(local_author()), regions_tree(catalogue))
