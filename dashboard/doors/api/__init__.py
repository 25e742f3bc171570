"""The programs' door, `/api/v1`: the same promises, verdicts and figures as the pages, as JSON and CSV.

Who asks is decided as for a page, what they see by the same sight, what they send goes through the
same one door for figures. Nothing is computed here.
"""
