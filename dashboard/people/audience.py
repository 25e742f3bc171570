"""Who belongs to the audience of a comment or an evidence file: read from the matrix, like all else."""

from collections.abc import Callable

from dashboard.actuals.figure_records import Audience
from dashboard.people.matrix import Action


def belongs(may: Callable[[Action], bool], audience: str, published: Callable[[], bool]) -> bool:
    """Tell whether somebody may see what was said of a figure or handed in for it.

    `may` asks the matrix what they may do with the figure, `published` whether it is published; it is
    asked only where it counts. An audience that is none of ours has nobody.
    """
    if may(Action.READ_UNPUBLISHED) and may(Action.SEE_HISTORY):
        return audience in set(Audience)
    wanted = {Audience.READERS: Action.READ_COMMENTS, Audience.PUBLIC: Action.READ_PUBLISHED}
    asked = wanted.get(audience)  # type: ignore[call-overload]  # its text is equal to it
    return asked is not None and may(asked) and published()
