"""Parts of a page that run by themselves: each asks anew who is there before it shows anything.

A fragment or a dialog is sent again without the page around it. Who has signed out elsewhere, or
has other rights by now, gets the whole page anew instead, which tells them what they may see.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import streamlit as st

from dashboard.actuals.store_faults import StoreError
from dashboard.doors import identity
from dashboard.loading import View
from dashboard.views.frame import dialog_theme

Rest = ParamSpec("Rest")


class Shown(Protocol):
    """What a part of a page is drawn from: it knows the view of its page."""

    @property
    def seen(self) -> View: ...


Of = TypeVar("Of", bound=Shown)


def fragment(body: Callable[Concatenate[Of, Rest], None]) -> Callable[Concatenate[Of, Rest], None]:
    """Make a part of a page that a choice within it redraws alone."""
    guarded: Callable[Concatenate[Of, Rest], None] = st.fragment(_asked_anew(body))
    return guarded


def polled(
    seconds: float,
) -> Callable[[Callable[Concatenate[Of, Rest], None]], Callable[Concatenate[Of, Rest], None]]:
    """Make a part of a page that redraws itself every so many seconds."""

    def made(body: Callable[Concatenate[Of, Rest], None]) -> Callable[Concatenate[Of, Rest], None]:
        redrawn: Callable[Concatenate[Of, Rest], None] = st.fragment(
            _asked_anew(body), run_every=seconds
        )
        return redrawn

    return made


def dialog(
    title: str,
    body: Callable[Concatenate[Of, Rest], None],
    of: Of,
    /,
    *rest: Rest.args,
    **more: Rest.kwargs,
) -> None:
    """Open a dialog over the page."""
    st.dialog(title)(_asked_anew(_themed(body)))(of, *rest, **more)


def wide_dialog(
    title: str,
    on_dismiss: Callable[[], None],
    body: Callable[Concatenate[Of, Rest], None],
    of: Of,
    /,
    *rest: Rest.args,
    **more: Rest.kwargs,
) -> None:
    """Open a wide dialog over the page; `on_dismiss` is called when it is closed."""
    st.dialog(title, width="large", on_dismiss=on_dismiss)(_asked_anew(_themed(body)))(
        of, *rest, **more
    )


def _asked_anew(
    body: Callable[Concatenate[Of, Rest], None],
) -> Callable[Concatenate[Of, Rest], None]:
    @wraps(body)
    def asked(of: Of, /, *rest: Rest.args, **more: Rest.kwargs) -> None:
        seen = of.seen
        try:
            if identity.visitor(seen.settings) != seen.visitor:
                st.rerun()
            body(of, *rest, **more)
        except StoreError as fault:
            if not fault.passes:
                raise
            # The page around it tells why it waits, and leaves all as it is.
            st.rerun()

    return asked


def _themed(
    body: Callable[Concatenate[Of, Rest], None],
) -> Callable[Concatenate[Of, Rest], None]:
    @wraps(body)
    def themed(of: Of, /, *rest: Rest.args, **more: Rest.kwargs) -> None:
        # A dialog stands outside the element on which Streamlit tells CSS the theme.
        theme = st.context.theme.type or "light"
        st.html(dialog_theme(theme))
        body(of, *rest, **more)

    return themed
