"""Names of the subjects that are no cluster and no region."""

ALL_CLUSTERS = {"zh": "各集群合计", "en": "All clusters together"}
EACH_CLUSTER = {"zh": "每个集群", "en": "Each cluster"}
