"""How figures, goals and verdicts leave and enter as files: CSV, JSON, tables of text."""
