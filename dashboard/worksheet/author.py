"""Who enters figures on one's own machine: the name the person is signed in with."""

import getpass


def local_author() -> str:
    """Return the operating system's name of the user; "local" where it has none to give."""
    try:
        name = getpass.getuser().strip()
    except (OSError, KeyError, ImportError):
        # No such user in this container, or no pwd module and no variable on Windows.
        name = ""
    return name or "local"
