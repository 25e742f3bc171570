"""Bulletins (目标完成情况通报): what one region reached by one period, as a document to be sent round.

    bulletin = compose(standing, "binzhou", period("2026-M09"), "zh")
    write_pdf(bulletin)

`content` says it once; `word`, `pdf`, `workbook` and `web_page` write the same down.
"""
