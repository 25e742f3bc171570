"""Who enters figures on one's own machine: the name the operating system knows the person by."""

import getpass
import os


def local_author() -> str:
    """Return the operating system's name of the user; "local" where it has none to give."""
    return (_of_process() or _of_variables()).strip() or "local"


def _of_process() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        # Windows, or no such user in this container.
        return ""


def _of_variables() -> str:
    # Only where the system itself does not say: variables are whatever somebody has set.
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
