"""Plotly figures: a figure (a dict) out of plain rows, or of a goal of a standing; one kind per file.

Nothing here knows Streamlit or asks a database. Every text that comes from data is escaped.
"""
