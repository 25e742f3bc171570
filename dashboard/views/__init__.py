"""Parts of pages as HTML: plain values in, autoescaped markup out; one noun a file.

The markup stands in `templates/`, the look in `stylesheet.css`. Nothing here asks for data or knows
Streamlit. What comes out is `Markup`: it goes into another part as it is, every other text escaped.
"""
