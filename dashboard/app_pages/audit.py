"""Audit: what was done, by whom, from where and why, to those who may read it."""

from datetime import timedelta

import streamlit as st

from dashboard import loading
from dashboard.app_pages import choices, frame
from dashboard.app_pages.downloads import download
from dashboard.audit.entries import Asked, Kind, day_begins
from dashboard.exchange.audit_entries import entries_file
from dashboard.first_paint.work_parts import audit_shown
from dashboard.languages import say
from dashboard.loading import View
from dashboard.wording.states import audit_kind_word


def page(seen: View) -> None:
    """Take what is searched for, show the newest of it, and offer all of it as a file."""
    lang, audit = seen.lang, loading.permitted_audit(seen)
    regions = audit.regions()
    if not regions:
        frame.without_tables()
        parts = audit_shown(seen)
        for part in (parts.head, *parts.below):
            st.html(part)
        return
    head = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom", key="page-choices"):
        asked = _asked(seen, regions)
    # The file is made in no run of the page, when nobody can be asked who is there but by `download`.
    read = audit.reader(asked)
    parts = audit_shown(seen, asked)
    head.html(parts.head)
    for part in parts.below:
        st.html(part)
    if parts.empty:
        frame.without_tables()
        return
    download(
        seen,
        say("audit.page.download", lang),
        lambda: entries_file(read(None), "csv"),
        say("audit.page.file", lang),
        "text/csv",
        "audit-csv",
    )


def _asked(seen: View, regions: list[str]) -> Asked:
    lang, standing = seen.lang, seen.standing
    choices.search(
        "text", say("audit.page.text", lang), seen.selection.text, say("audit.page.hint", lang)
    )
    person = st.text_input(say("audit.page.person", lang), key="audit-person", max_chars=80)
    words = {"": say("audit.page.every-region", lang)}
    words |= {one: standing.name(standing.catalogue.region(one), lang) for one in regions}
    region = seen.selection.region if seen.selection.region in regions else ""
    choices.choice("region", say("audit.page.region", lang), list(words), words, region)
    kinds = {"": say("audit.page.every", lang)}
    kinds |= {kind.value: audit_kind_word(kind, lang) for kind in Kind}
    kind = st.selectbox(
        say("audit.page.kind", lang), list(kinds), format_func=kinds.__getitem__, key="audit-kind"
    )
    days = st.date_input(
        say("audit.page.days", lang), value=[], key="audit-days", format="YYYY-MM-DD"
    )
    first, last = (days[0], days[-1]) if isinstance(days, (tuple, list)) and days else (None, None)
    return Asked(
        regions=[region] if region else None,
        kinds=[Kind(kind)] if kind else tuple(Kind),
        person=person or "",
        since=day_begins(first) if first else None,
        until=day_begins(last + timedelta(days=1)) if last else None,
        text=seen.selection.text or "",
    )


page(frame.view())
