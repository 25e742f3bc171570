"""The bulletin of a region as a file, from its page: choose the period, take the form."""

import streamlit as st

from dashboard.actuals.origin import done_from
from dashboard.actuals.periods import period
from dashboard.app_pages.downloads import download, file_name
from dashboard.bulletins.issuing import FORMATS, MEDIA_TYPES, issued, periods_over
from dashboard.doors import identity
from dashboard.languages import say
from dashboard.languages.characters import hidden
from dashboard.languages.numbers import period_text
from dashboard.loading import View, regions_for, store
from dashboard.people.matrix import Action
from dashboard.settings import Settings
from dashboard.wording.states import bulletin_form_word


def may_have(view: View, region: str) -> bool:
    """Tell whether the visitor may read all that a region's bulletin is judged by.

    It is one for all its readers: nobody's own sight is told in it.
    """
    read = view.standing.facts.regions_read(region)
    return regions_for(view, Action.EXPORT).issuperset({region, *read})


def bulletin(view: View, region: str) -> None:
    """Offer the region's bulletin of a period that is over, in every form; nothing to who may not."""
    if not may_have(view, region):
        return
    lang, settings, catalogue = view.lang, view.settings, view.standing.catalogue
    with st.popover(say("bulletin.button", lang), key="bulletin"):
        codes = [one.code for one in periods_over(view.standing.on)]
        at = period(
            st.selectbox(
                say("bulletin.column.period", lang),
                codes,
                format_func=lambda code: period_text(code, "flow", lang),
                key="bulletin-period",
            )
        )
        known = view.visitor.signed_in
        # Who has no account speaks for no office.
        issuer = (
            st.text_input(say("bulletin.issuer-label", lang), key="bulletin-issuer", max_chars=60)
            if known
            else ""
        )
        if unseen := hidden(issuer):
            st.error(say("bulletin.fault.issuer", lang, codes=tuple(unseen[:5])))
            return
        name = view.standing.name(catalogue.region(region), lang)
        title = file_name(say("bulletin.title", lang, region=name, period=at.label(lang)))
        author = view.visitor.name if known else ""
        address = identity.acting(settings, {}).address
        for form in FORMATS:

            def build(form: str = form, settings: Settings = settings) -> bytes:
                with done_from(address):
                    return issued(
                        settings, store(settings), catalogue, region, at, lang, form,
                        issuer=issuer, author=author, last=view.standing.last,
                    )  # fmt: skip

            label = bulletin_form_word(form, lang)
            download(view, label, build, f"{title}.{form}", MEDIA_TYPES[form], f"bulletin-{form}")
