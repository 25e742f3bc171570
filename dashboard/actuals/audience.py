"""For whom a comment or an evidence file of a figure is meant. Who that is, `people.audience` decides."""

from enum import StrEnum


class Audience(StrEnum):
    """Who may see it, from the fewest to the most."""

    # The unit that reports the figure, its reviewers and publishers.
    REPORTING = "reporting"
    # Everybody with a role in the region who may see the figure.
    READERS = "readers"
    # Everybody who may read the figure once it is published, signed in or not.
    PUBLIC = "public"
