"""The desk: what a person fills in for one region, how far they have got, and saving it.

One state for form and table, one conflict screen, one preview; nothing here knows of Streamlit.
"""
