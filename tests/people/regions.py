"""Two provinces, two cities in the first, a county in one of these."""

TREE: dict[str, str | None] = {
    "shandong": None,
    "binzhou": "shandong",
    "zouping": "binzhou",
    "jinan": "shandong",
    "jiangsu": None,
}
