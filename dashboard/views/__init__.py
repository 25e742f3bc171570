"""Parts of pages as HTML: what one standing says, as autoescaped markup; one noun a file.

The markup stands in `templates/`, fed with plain values, the look in `stylesheet.css`. Nothing here
knows Streamlit or asks a database. What comes out is `Markup`: it goes into another part as it is,
every other text escaped.
"""
