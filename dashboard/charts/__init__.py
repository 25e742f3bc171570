"""Plotly figures: plain rows in, a figure (a dict) out; one kind per file.

Nothing here asks for data or knows Streamlit. Every text that comes from data is escaped.
"""
