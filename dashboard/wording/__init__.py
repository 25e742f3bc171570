"""Numbers, units and states as words of two languages: what page, chart and export print alike."""
