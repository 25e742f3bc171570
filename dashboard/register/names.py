"""Names of the subjects that are no cluster and no region, and of what a tier counts."""

ALL_CLUSTERS = {"zh": "各集群合计", "en": "All clusters together"}
EACH_CLUSTER = {"zh": "每个集群", "en": "Each cluster"}
KINDS = {
    "cluster": {"zh": "集群", "en": "clusters"},
    "chain": {"zh": "产业链", "en": "chains"},
    "zone": {"zh": "片区", "en": "zones"},
    "park": {"zh": "园区", "en": "parks"},
    "firm": {"zh": "企业", "en": "firms"},
}

# What 左右 tolerates where a region says nothing, a fraction of the number (domain practice, rule 10).
ABOUT_TOLERANCE = "0.05"
