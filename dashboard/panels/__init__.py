"""What a page shows, made ready to draw: a standing and a selection in, HTML or a figure out.

No Streamlit and no reading: everything comes in with the `Standing`.
"""
