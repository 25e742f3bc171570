"""The look: one stylesheet, its colour tokens, and the Streamlit theme made from them."""

from dashboard.look.look import contrast, style, theme_options, tokens

__all__ = ["contrast", "style", "theme_options", "tokens"]
