"""Drawings: plain rows in, an HTML string or a Plotly figure dict out; one kind per file.

Nothing here asks for data or knows Streamlit. Every text that comes from data is escaped.
"""
