"""Who is assigned to a cluster: a dialog on its page, for who may enter it."""

import time
from dataclasses import dataclass

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.officials import NAME_LENGTH, REASON_LENGTH
from dashboard.app_pages.fragments import dialog
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.views.frame import leading_focus
from dashboard.views.notices import notice
from dashboard.wording.officials import officials_text


@dataclass(frozen=True, slots=True)
class _Desk:
    """The cluster, and the last assignment that the visitor saw of it."""

    seen: View
    region: str
    cluster: str
    number: int


def official_button(seen: View, region: str, cluster: str) -> None:
    """Offer to assign a leader to a cluster, to who may; else nothing."""
    if seen.standing.as_of is not None or seen.settings.read_only:
        return
    desk = loading.permitted_officials(seen)
    if not desk.may_assign(region):
        return
    if st.button(say("officials.form.open", seen.lang), key="official-open", type="tertiary"):
        name = seen.standing.name(seen.standing.catalogue.cluster(region, cluster), seen.lang)
        number = desk.last_seen(region, cluster)
        dialog(name, _body, _Desk(seen, region, cluster, number))


def _body(desk: _Desk) -> None:
    seen, lang = desk.seen, desk.seen.lang
    st.write(officials_text(seen.standing, desk.region, desk.cluster, lang))
    person = st.text_input(
        say("officials.form.person", lang),
        key="official-person",
        max_chars=NAME_LENGTH,
        help=say("officials.form.person-help", lang),
    )
    post = st.text_input(
        say("officials.form.post", lang), key="official-post", max_chars=NAME_LENGTH
    )
    since = st.date_input(
        say("officials.form.since", lang),
        seen.settings.on(),
        key="official-since",
        format="YYYY-MM-DD",
    )
    reason = st.text_input(
        say("officials.form.reason", lang),
        key="official-reason",
        max_chars=REASON_LENGTH,
        help=say("officials.form.reason-help", lang),
    )
    if not st.button(say("officials.form.save", lang), key="official-save", type="primary"):
        return
    try:
        loading.permitted_officials(seen).assign(
            desk.region, desk.cluster, person, post, since, reason, seen=desk.number
        )
    except (ActualsError, PeopleError) as fault:
        st.html(notice("fault", lang, "", fault.message.text(lang)))
        about = fault.message.code.rpartition(".")[2].partition("-")[0]
        if about in ("person", "reason"):
            st.html(leading_focus(f".st-key-official-{about} input", time.time_ns()))
        return
    st.rerun()
