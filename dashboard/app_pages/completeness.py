"""Completeness: who of a region has reported which period, in time, late, not yet or not at all."""

import streamlit as st

from dashboard import loading
from dashboard.actuals.return_steps import ReturnKey
from dashboard.app_pages import frame
from dashboard.entry.completeness import completeness, finding
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.views.headline import headline
from dashboard.views.notices import empty_state


def page(seen: View) -> None:
    """Choose a region and show its units and periods, to those who may read its figures."""
    lang, standing = seen.lang, seen.standing
    readable = loading.regions_for(seen, Action.READ_UNPUBLISHED)
    regions = [region for region in standing.regions() if region in readable]
    name = say("returns.completeness.title", lang)
    if not regions:
        st.html(headline(name, "", lang))
        hidden = "returns.completeness.hidden"
        st.html(empty_state(say(f"{hidden}.title", lang), say(f"{hidden}.text", lang), lang))
        return
    region = seen.selection.region if seen.selection.region in regions else regions[0]
    reports = loading.permitted_returns(seen).reports(region, seen.settings.on())
    found, how = finding(reports, lang)
    st.html(headline(name, [(found, "strong"), how], lang))
    with st.container(width=260, key="page-choice"):
        names = {one: standing.name(standing.catalogue.region(one), lang) for one in regions}
        frame.choice("region", say("entry.label.region", lang), regions, names, region)

    def there(key: ReturnKey) -> str:
        return seen.href("entry", region=key.region, period=key.period, way="grid")

    if reports:
        st.html(completeness(reports, lang, there))


page(frame.view())
