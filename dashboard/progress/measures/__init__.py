"""One file a measure: how a goal of each kind is set against its figures."""
