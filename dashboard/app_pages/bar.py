"""The bar over every page: brand, pages, the day looked at, the language, and Share."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard import loading
from dashboard.app_pages import account
from dashboard.app_pages.choices import choose
from dashboard.app_pages.fragments import dialog
from dashboard.app_pages.share import share
from dashboard.languages import next_language, say
from dashboard.languages.numbers import date_text
from dashboard.loading import View
from dashboard.views.frame import brand


def bar(seen: View, pages: Mapping[str, st.Page]) -> None:
    lang, chosen = seen.lang, seen.selection
    with st.container(key="frame-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(brand(say("pages.product", lang)), width="content")
        with st.container(key="frame-pages", horizontal=True, wrap=False, gap=None):
            for name in loading.pages_for(seen):
                # In bold, as the stylesheet and whoever is read to know it by: nothing else of
                # Streamlit's tells which is looked at, and a container around each costs.
                here = f"**{pages[name].title}**" if name == chosen.page else None
                query = chosen.beside(name).query() or None
                st.page_link(pages[name], label=here, query_params=query)
        with st.container(
            key="frame-tools",
            horizontal=True,
            vertical_alignment="center",
            wrap=False,
            width="content",
            gap="small",
        ):
            as_of = say("pages.as-of", lang, day=date_text(seen.standing.on, lang))
            if st.button(
                as_of, key="frame-as-of", type="tertiary", help=say("pages.as-of-help", lang)
            ):
                dialog(say("pages.as-of-title", lang), _as_of_body, seen)
            other = next_language(lang)
            st.button(
                say("language.switch", other),
                key="frame-language",
                on_click=choose,
                kwargs={"lang": other},
            )
            if st.button(say("pages.share", lang), key="frame-share", type="primary"):
                dialog(say("pages.share", lang), share, seen)
            signing = account.link(seen.visitor, seen.settings, lang)
            if signing:
                st.html(signing, width="content")


def _as_of_body(seen: View) -> None:
    lang = seen.lang
    st.write(say("pages.as-of-explained", lang))
    # By callback, as the dialog is a fragment: the whole page has to follow. The buttons stand beside
    # the day, as its calendar opens over what is below.
    with st.container(horizontal=True, vertical_alignment="bottom", key="as-of-choice"):
        st.date_input(
            say("pages.as-of-day", lang),
            value=seen.standing.on,
            max_value=seen.settings.on(),
            key="as-of-day",
            format="YYYY-MM-DD",
            width=170,
        )
        st.button(
            say("pages.as-of-show", lang),
            type="primary",
            key="as-of-show",
            on_click=_look_at,
            args=(seen.settings.on(),),
        )
        if seen.selection.as_of:
            st.button(say("pages.as-of-now", lang), key="as-of-now", on_click=_look_at)


def _look_at(today: date | None = None) -> None:
    """Look at the day chosen in the dialog, also at today as one day; at now without `today`."""
    day = st.session_state["as-of-day"] if today else None
    choose(as_of=day if today and day and day <= today else None)
    st.rerun()
