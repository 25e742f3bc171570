"""Names of the subjects that are no cluster and no region, and of what a tier counts."""

from typing import Literal

ALL_CLUSTERS = {"zh": "各集群合计", "en": "All clusters together"}
EACH_CLUSTER = {"zh": "每个集群", "en": "Each cluster"}
KINDS = {
    "cluster": {"zh": "集群", "en": "clusters"},
    "chain": {"zh": "产业链", "en": "chains"},
    "zone": {"zh": "片区", "en": "zones"},
    "park": {"zh": "园区", "en": "parks"},
    "firm": {"zh": "企业", "en": "firms"},
}

RECOGNITIONS = {
    "municipal": {"zh": "市级", "en": "Municipal level"},
    "provincial": {"zh": "省级", "en": "Provincial level"},
    "national": {"zh": "国家级", "en": "National level"},
    "world": {"zh": "世界级", "en": "World level"},
}
# Lowest first: who stands at one level stands at those before it too.
RECOGNITION_ORDER = tuple(RECOGNITIONS)

# Units that every register has; others are declared.
BUILT_IN: tuple[Literal["yuan", "count", "fraction"], ...] = ("yuan", "count", "fraction")

# The built-in indicator under which it is entered how many stand in a tier.
TIER_COUNT = "tier-count"
TIER_COUNT_NAMES = {"zh": "达到该级的数量", "en": "Number at this level"}
TIER_COUNT_WORD = {"zh": "个", "en": None}

# What 基本同步 tolerates where a region says nothing: half a percentage point of growth.
STEP_TOLERANCE = "0.005"

# What 左右 tolerates where a region says nothing, a fraction of the number (domain practice, rule 10).
ABOUT_TOLERANCE = "0.05"
