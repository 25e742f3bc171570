"""Dialogs: opened over a page, and as light or dark as it is."""

from collections.abc import Callable

import streamlit as st


def open_dialog(
    title: str,
    body: Callable[..., None],
    *arguments: object,
    wide: bool = False,
    on_dismiss: Callable[[], None] | None = None,
) -> None:
    """Open a dialog with what `body` shows of `arguments`; `on_dismiss` is called when it is closed."""

    def themed() -> None:
        # A dialog stands outside the element on which Streamlit tells CSS the theme.
        theme = st.context.theme.type or "light"
        st.html(f"<style>[role='dialog'] {{ color-scheme: {theme}; }}</style>")
        body(*arguments)

    width = "large" if wide else "small"
    st.dialog(title, width=width, on_dismiss=on_dismiss or "ignore")(themed)()
