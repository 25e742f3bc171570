"""Names of the subjects that are no cluster and no region, and of what a tier counts."""

from typing import Literal

from dashboard.languages import said_in_each

# What a tier may count, and the levels of recognition, lowest first.
KINDS = ("cluster", "chain", "zone", "park", "firm")
RECOGNITION_ORDER = ("municipal", "provincial", "national", "world")

# Units that every register has; others are declared.
BUILT_IN: tuple[Literal["yuan", "count", "fraction"], ...] = ("yuan", "count", "fraction")

# The built-in indicator under which it is entered how many stand in a tier.
TIER_COUNT = "tier-count"

# What 基本同步 tolerates where a region says nothing: half a percentage point of growth.
STEP_TOLERANCE = "0.005"

# What 左右 tolerates where a region says nothing, a fraction of the number (domain practice, rule 10).
ABOUT_TOLERANCE = "0.05"


def all_clusters() -> dict[str, str]:
    """Return what all clusters together are called, in each language."""
    return said_in_each("names.subject.clusters")


def each_cluster() -> dict[str, str]:
    """Return what each of the clusters is called, in each language."""
    return said_in_each("names.subject.each-cluster")


def kind_names(kind: str) -> dict[str, str]:
    """Return what several of a kind are called, in each language: "clusters"."""
    return said_in_each(_KIND[kind])


def recognition_names(level: str) -> dict[str, str]:
    """Return what a level of recognition is called, in each language."""
    return said_in_each(_RECOGNITION[level])


def tier_count_names() -> dict[str, str]:
    """Return what the number of those that stand in a tier is called, in each language."""
    return said_in_each("names.tier.count")


_KIND = {
    "cluster": "names.kind.cluster",
    "chain": "names.kind.chain",
    "zone": "names.kind.zone",
    "park": "names.kind.park",
    "firm": "names.kind.firm",
}
_RECOGNITION = {
    "municipal": "names.recognition.municipal",
    "provincial": "names.recognition.provincial",
    "national": "names.recognition.national",
    "world": "names.recognition.world",
}
