"""Entering actual figures: one by one beside their chart, or all of a region's at once."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard import loading, selection
from dashboard.actuals.entering import Understood
from dashboard.actuals.messages import ActualsError
from dashboard.app_pages import account, frame
from dashboard.app_pages.choices import choose, segments
from dashboard.app_pages.drawing import draw
from dashboard.app_pages.figure_comments import figure_comments
from dashboard.app_pages.fragments import fragment
from dashboard.app_pages.publishing import publication
from dashboard.app_pages.returns import returns_of_period
from dashboard.app_pages.sheet import (
    Discarded,
    Focus,
    Sheet,
    edits,
    entered,
    refused,
    show_sheet,
)
from dashboard.app_pages.upload import upload
from dashboard.entry import preview, rows
from dashboard.entry.amounts import unit_word
from dashboard.entry.chart import picture
from dashboard.entry.desk import Desk, Said, clashing
from dashboard.entry.drafts import FIELDS, LONGEST_TEXT, Edit, Place, Typed, Unsaved
from dashboard.entry.drafts import screen as draft_screen
from dashboard.entry.periods import chosen_code, codes_offered, period_label, years
from dashboard.entry.series import Asked, choice_of, nearest, subjects_of
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.views.notices import empty_state, notice
from dashboard.views.prose import links, passage
from dashboard.views.rows import Link
from dashboard.work_parts import (
    desk_of,
    due,
    entry_head,
    entry_region,
    nothing_to_enter,
    of_period,
    period_shown,
    periods_recorded,
    reports_now,
    series_shown,
)

_ALL = "*"
# Seconds for which what a step said stays through redrawing; it is shown once in any case.
_SAID_FOR = 5.0
# What the sheet itself says.
_WORDS = (
    "pasted", "by-name", "unplaced", "comma", "undone", "redone", "filled", "cleared", "copied",
    "undo", "ahead", "discarded", "too-many",
)  # fmt: skip
# What of the session is this page's own.
_WAY, _SAID, _UNSAVED, _DROPPED = "entry-way", "entry-said", "entry-unsaved", "entry-dropped"
_FOCUS, _ENTERED, _WHOLE = "entry-focus", "entry-entered", "entry-whole"
_MOVED, _DISCARDED = "entry-moved", "entry-discarded"
# The keys of its widgets.
_YEAR, _PERIOD, _SUBJECT, _INDICATOR = "entry-year", "entry-period", "entry-subject", "entry-indicator"  # fmt: skip
_FILTER, _EVERY, _UNREPORTED = "entry-filter", "entry-every", "entry-unreported"
_REASON, _WITHDRAWAL, _CHART = "entry-reason", "entry-withdraw-reason", "entry-charted"


@dataclass(frozen=True, slots=True)
class _Screen:
    """What is looked at: a desk, a period, the rows of the sheet, and the one of the form."""

    seen: View
    desk: Desk
    code: str
    rows: Sequence[Asked]
    one: Asked | None

    @property
    def shown(self) -> dict[Place, Typed]:
        """Return what stands unsaved here: of the form's figure, or of all of the period."""
        return self.desk.shown(self.code, self.one)


def page(seen: View) -> None:
    """Choose a region, a period and a way of entering, or say why nothing can be entered."""
    lang = seen.lang
    regions = seen.standing.regions()
    if not regions:
        st.html(nothing_to_enter(lang))
        return
    st.session_state.pop(_WHOLE, None)
    entering = loading.regions_for(seen, Action.ENTER)
    publishing = loading.regions_for(seen, Action.PUBLISH)
    region = entry_region(seen)
    may = not seen.settings.read_only and region in entering and not seen.standing.as_of
    desk = _desk(seen, region)
    form = _way(seen) == "form"
    one = series_shown(desk, seen) if form and desk.asked else None
    desk = replace(desk, held=desk.store.series([s.key for s in ([one] if one else desk.asked)]))
    code = period_shown(desk, seen, one)
    if one:
        desk = replace(desk, held={**of_period(desk, code), **desk.held})
    st.html(entry_head(desk, seen, code))
    if seen.settings.read_only:
        st.html(notice("warn", lang, desk.say("read-only.title"), desk.say("read-only.text")))
        return
    if region not in entering | publishing:
        account.refuse_entering(seen)
        return
    if seen.standing.as_of:
        now = Link(desk.say("past.link"), seen.selection.href(as_of=None))
        st.html(empty_state(desk.say("past.title"), desk.say("past.text"), lang, now))
        return
    reports = reports_now(seen, region)
    if owed := due(seen, reports):
        st.html(owed)
    _bar(desk, seen, regions, may)
    if may and desk.asked:
        _take_in_elsewhere(seen, region, entering)
        _enter_figures(_Screen(seen, desk, code, (), one))
        upload(seen, desk, code)
    elif may:
        st.html(nothing_to_enter(lang))
    if desk.asked:
        returns_of_period(seen, desk, code, reports)
    publication(seen, region)


# ---- what is looked at


def _desk(seen: View, region: str) -> Desk:
    """Return the desk of a region; what stands unsaved is this session's, at first the store's."""
    of_region: dict[str, Unsaved] = st.session_state.setdefault(_UNSAVED, {})
    desk = desk_of(seen, region, of_region.get(region) or Unsaved(region))
    if region not in of_region:
        kept = desk.store.draft(desk.author, draft_screen(region)) if desk.asked else None
        of_region[region] = Unsaved.from_draft(region, kept, {each.id for each in desk.asked})
    return replace(desk, unsaved=of_region[region])


def _take_in_elsewhere(seen: View, region: str, entering: frozenset[str]) -> None:
    """Take in what was typed for other regions just before this one was chosen."""
    reported = edits()
    for other in {edit.region for edit in reported} - {region}:
        if other in entering and other in seen.standing.regions():
            desk = _desk(seen, other)
            desk.take_in(reported)
            desk.keep()
        else:
            dropped: dict[str, int] = st.session_state.setdefault(_DROPPED, {})
            dropped[other] = max(edit.stamp for edit in reported if edit.region == other)


def _way(seen: View) -> str:
    """Return how figures are entered: as the link says, else as last in this session."""
    way: str = seen.selection.way or st.session_state.get(_WAY, selection.WAYS[0])
    st.session_state[_WAY] = way
    if seen.selection.way is None and way != selection.WAYS[0]:
        choose(way=way)
    return way


# ---- choosing


def _bar(desk: Desk, seen: View, regions: list[str], entering: bool) -> None:
    words = {id: seen.standing.name(desk.catalogue.region(id), desk.lang) for id in regions}
    modes = {way: desk.say(f"mode.{way}") for way in selection.WAYS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=260):
            frame.choice(
                "region",
                desk.say("label.region"),
                regions,
                words,
                desk.region,
                clears=("goal", "cluster", "indicator"),
            )
        if not entering:
            return
        segments("way", desk.say("mode.label"), list(modes), modes, _way(seen))
        st.caption(desk.say("author", author=desk.author))


def _enter_figures(screen: _Screen) -> None:
    """Show the choices, the sheet with what is typed in it, and the chart of one series."""
    desk = screen.desk
    with st.container(border=True, key="card-entry-choices"):
        if screen.one is not None:
            _form_choices(screen, screen.one)
            listed = [screen.one]
        else:
            listed = _table_choices(screen)
    screen = _Screen(screen.seen, desk, screen.code, listed, screen.one)
    # The sheet stands at the same place of the page in both ways: a cell that is being typed in
    # while the way changes is the same cell afterwards.
    left, right = st.columns([9, 5], gap="medium")
    with left:
        _sheet(screen)
        if screen.one is not None:
            _withdrawal(screen, screen.one)
    with right:
        _chart(screen, listed or desk.asked)


def _form_choices(screen: _Screen, series: Asked) -> None:
    desk = screen.desk
    names = subjects_of(desk.asked, desk.lang)
    own = {each.indicator: each for each in desk.asked if each.subject == series.subject}
    st.session_state[_SUBJECT], st.session_state[_INDICATOR] = series.subject, series.indicator
    first, second, third = st.columns([4, 4, 5])
    with first:
        st.selectbox(
            desk.say("label.subject"),
            list(names),
            format_func=lambda each: names.get(each, each),
            key=_SUBJECT,
            on_change=_series_chosen,
            args=(desk, series.indicator),
        )
    with second:
        st.selectbox(
            desk.say("label.indicator"),
            list(own),
            format_func=lambda each: own[each].indicator_name(desk.lang) if each in own else each,
            key=_INDICATOR,
            on_change=_series_chosen,
            args=(desk, None),
        )
    with third:
        _period_choice(screen, series.kind, series.period_kind)


def _series_chosen(desk: Desk, indicator: str | None) -> None:
    """Write the chosen series into the URL; the indicator stays if the new subject has it too."""
    subject = st.session_state[_SUBJECT]
    own = [series for series in desk.asked if series.subject == subject] or list(desk.asked)
    choose(**choice_of(nearest(own, indicator=indicator or st.session_state[_INDICATOR])))


def _table_choices(screen: _Screen) -> list[Asked]:
    desk = screen.desk
    names = {_ALL: desk.say("label.all-subjects"), **subjects_of(desk.asked, desk.lang)}
    first, second = st.columns([5, 4])
    with first:
        _period_choice(screen, "", "")
    with second:
        subject = st.selectbox(
            desk.say("label.subject"), list(names), format_func=names.__getitem__, key=_FILTER
        )
    with st.container(horizontal=True):
        unreported = st.toggle(desk.say("label.unreported"), key=_UNREPORTED)
        every = st.toggle(desk.say("label.every"), key=_EVERY)
    return rows.series_for(
        desk.asked,
        screen.code,
        desk.held,
        subject=None if subject == _ALL else subject,
        every=every,
        unreported=unreported,
    )


def _period_choice(screen: _Screen, kind: str, label_kind: str) -> None:
    """Show the choice of a year and of a period in it, which live in the URL."""
    desk, code = screen.desk, screen.code
    saved = periods_recorded(desk, screen.one)
    st.session_state[_YEAR], st.session_state[_PERIOD] = int(code[:4]), code
    with st.container(horizontal=True):
        st.selectbox(
            desk.say("label.year"),
            years(desk.first_year, desk.today),
            key=_YEAR,
            on_change=_period_chosen,
            args=(screen, kind, saved, _YEAR),
        )
        st.selectbox(
            desk.say("label.period"),
            codes_offered(int(code[:4]), kind, saved, desk.today),
            format_func=lambda each: period_label(each, label_kind, desk.lang),
            key=_PERIOD,
            on_change=_period_chosen,
            args=(screen, kind, saved, _PERIOD),
        )


def _period_chosen(screen: _Screen, kind: str, saved: list[str], key: str) -> None:
    """Go to another period, to the same stretch of another year; what the form has moves along."""
    desk, before = screen.desk, screen.code
    wish = st.session_state[key] if key == _PERIOD else f"{st.session_state[key]}{before[4:]}"
    after = chosen_code([wish], kind, saved, desk.first_year, desk.today)
    if screen.one is not None:
        desk.take_in(edits())
        try:
            desk.move(screen.one, before, after)
        except ActualsError as fault:
            _tell(Said("fault", fault.message.text(desk.lang)))
            return
        st.session_state[_MOVED] = ((screen.one.id, before), after, desk.unsaved.stamp)
    choose(period=after)


# ---- the sheet and what is typed in it


@fragment
def _sheet(screen: _Screen) -> None:
    """Show the sheet and what is typed in it.

    A fragment, so that a cell redraws what is said of it and not the whole page.
    """
    if st.session_state.pop(_WHOLE, False):
        st.rerun()  # the headline, the chart and what is owed have moved
    desk = screen.desk
    desk.take_in(_edits(screen))
    # Before it is kept as a draft: what Enter saves is no draft any more.
    _follow_enter(screen)
    unkept = desk.keep()
    shown = screen.shown
    read = desk.understand(shown)
    if screen.rows:
        _cells(screen, shown, read)
    else:
        st.html(notice("info", desk.lang, "", desk.say("grid.empty")))
    restored = len(desk.unsaved.restored & shown.keys())
    if restored:
        st.html(notice("info", desk.lang, "", desk.say("draft.restored", n=restored)))
    if unkept:
        told = desk.say("draft.unkept-text", why=unkept)
        st.html(notice("warn", desk.lang, desk.say("draft.unkept"), told))
    if long := refused():
        st.html(
            notice("fault", desk.lang, "", desk.say("sheet.too-long", n=long, most=LONGEST_TEXT))
        )
    with st.container(border=True, key="card-entry-changes"):
        if clashing(read):
            _conflict(screen, shown, read)
        else:
            _changes(screen, shown, read)
    if not clashing(read):
        # Under a table the stylesheet keeps what asks and the buttons in sight, and what came of a
        # click by them; under one figure they would lie over the change they are about.
        with st.container(key="entry-actions" if screen.one is None else "entry-action"):
            _show_said(desk.lang)
            if shown or screen.one is not None:
                _actions(screen, shown, read)
    _elsewhere(screen, shown)


def _edits(screen: _Screen) -> list[Edit]:
    """Return the browser's edits; what was typed in the form goes along to the period chosen since.

    The form shows the former period for a moment, but whoever types has chosen the other already.
    """
    place, after, stamp = st.session_state.get(_MOVED, (None, "", 0))
    if screen.one is None or screen.code != after:
        return edits()
    return [
        replace(edit, place=(edit.place[0], after), seen=screen.desk.revision(screen.one, after))
        if edit.place == place and edit.stamp > stamp and edit.region == screen.desk.region
        else edit
        for edit in edits()
    ]


def _cells(screen: _Screen, shown: Mapping[Place, Typed], read: Sequence[Understood]) -> None:
    """Show the sheet, each typed row marked by what was found in it."""
    desk, code = screen.desk, screen.code
    found = dict(zip((id for id, _ in shown), read, strict=True))
    typed = desk.unsaved.of_period(code)
    listed = rows.table(screen.rows, desk.held, code, typed, desk.lang)
    unsaved: dict[str, Unsaved] = st.session_state[_UNSAVED]
    taken = {region: each.stamp for region, each in unsaved.items()}
    show_sheet(
        Sheet(
            desk.region,
            code,
            _form_columns(desk, screen.one) if screen.one else _table_columns(desk),
            [row | preview.mark(found.get(row["id"]), desk.lang) for row in listed],
            {
                word: desk.say(f"sheet.{word}", n="{n}", names="{names}", text="{text}")
                for word in _WORDS
            },
            taken | st.session_state.get(_DROPPED, {}),
            st.session_state.get(_ENTERED, 0),
            desk.author,
            screen.one is not None,
            st.session_state.get(_FOCUS, Focus()),
            st.session_state.get(_DISCARDED, Discarded()),
        )
    )
    if screen.one is None:
        st.caption(desk.say("help.grid"))


def _table_columns(desk: Desk) -> list[dict[str, Any]]:
    return [
        {
            "id": column,
            "label": desk.say(f"column.{column}"),
            "typed": column in rows.TYPED,
            "hint": desk.say(f"column.{column}"),
            "heads": rows.heads(column) if column in rows.TYPED else [],
        }
        for column in rows.COLUMNS
    ]


def _form_columns(desk: Desk, series: Asked) -> list[dict[str, Any]]:
    unit = unit_word(series, desk.lang, explained=True)
    hints = {"value": f"help.value.{series.unit}", "evidence": "help.evidence"}
    return [
        {
            "id": field,
            "label": desk.say(f"label.{field}", unit=unit),
            "typed": True,
            "hint": desk.say(hints[field]) if field in hints else "",
        }
        for field in FIELDS
    ]


def _follow_enter(screen: _Screen) -> None:
    """Where Enter was pressed in the form: save, and go on to the next series that owes a figure."""
    at = entered()
    if at is None or at[2] <= st.session_state.get(_ENTERED, 0):
        return
    st.session_state[_ENTERED] = at[2]
    if screen.one is None and at[:2] == ("", screen.code):
        _save_table(screen)
    if screen.one is None or at[:2] != (screen.one.id, screen.code):
        return
    desk, shown = screen.desk, screen.shown
    read = desk.understand(shown)
    if any(row.errors for row in read):
        _focus(id=screen.one.id, column="value")
        return
    if any(row.to_write for row in read) or clashing(read):
        said = desk.save(shown, _typed_text(_REASON))
        _tell(said)
        if not said.done:
            return
    following = desk.owed_after(screen.one, screen.code)
    if following is None:
        _tell(Said("info", desk.say("flash.all-reported"), done=True))
    else:
        choose(**choice_of(following), period=screen.code)
        _focus(id=following.id, column="value")
    st.rerun()


def _save_table(screen: _Screen) -> None:
    """Save all of the table that is typed, or lead to the first figure that cannot be saved."""
    shown = screen.shown
    read = screen.desk.understand(shown)
    wrong = next((place for place, row in zip(shown, read, strict=True) if row.errors), None)
    if wrong is not None:
        _focus(id=wrong[0], column="value")
        return
    if not clashing(read) and not any(row.to_write for row in read):
        return
    said = screen.desk.save(shown, _typed_text(_REASON))
    _tell(said)
    if said.done:
        st.rerun()


def _changes(screen: _Screen, shown: dict[Place, Typed], read: Sequence[Understood]) -> None:
    """Show every change as understood, old beside new, before anything is saved."""
    desk, one = screen.desk, screen.one
    st.html(passage(desk.say("preview.title"), level=2))
    if one is not None:
        held = rows.recorded(desk.held, one, screen.code)
        st.html(preview.figure(read, held, one.unit, desk.lang))
    elif not read:
        st.caption(desk.say("grid.no-changes"))
    else:
        st.html(preview.table(read, [desk.series(id) for id, _ in shown], desk.lang))
        wrong = [desk.series(id) for (id, _), row in zip(shown, read, strict=True) if row.errors]
        if wrong:
            listed = desk.say("sheet.comma").join(rows.name(series, desk.lang) for series in wrong)
            told = desk.say("grid.blocked", n=len(wrong), names=listed)
            st.html(notice("fault", desk.lang, "", told))


def _actions(screen: _Screen, shown: dict[Place, Typed], read: Sequence[Understood]) -> None:
    desk, form = screen.desk, screen.one is not None
    sound = {
        place: typed
        for (place, typed), row in zip(shown.items(), read, strict=True)
        if not row.errors
    }
    n, wrong = sum(row.to_write for row in read), len(shown) - len(sound)
    label = desk.say("button.save") if form else desk.say("button.save-all", n=n + wrong)
    # A form: the reason is taken with the click, also when it was typed a moment before.
    with st.form("entry-saving", border=False):
        if not wrong or not form:
            _ask_reason(desk, read)
        with st.container(horizontal=True):
            st.form_submit_button(
                label,
                key="entry-save",
                type="primary",
                disabled=n == 0 or wrong > 0,
                on_click=_save,
                args=(screen, shown),
            )
            if wrong and n:
                st.form_submit_button(
                    desk.say("button.save-others", n=n),
                    key="entry-save-others",
                    on_click=_save,
                    args=(screen, sound),
                )
            if shown:
                st.form_submit_button(
                    desk.say("button.discard"),
                    key="entry-discard",
                    type="tertiary",
                    on_click=_discard,
                    args=(screen, shown),
                )


def _ask_reason(desk: Desk, read: Sequence[Understood]) -> None:
    """Ask for the reason of doubtful figures and of corrections."""
    if not desk.asks_reason(read):
        return
    asking = [row for row in read if row.to_write and (row.warnings or row.replaces)]
    _speaks_of(_REASON, *((row.figure, row.value) for row in asking))
    key = "reason" if any(row.warnings for row in asking) else "correction"
    st.text_input(desk.say(f"label.{key}"), key=_REASON, placeholder=desk.say(f"help.{key}"))


def _save(screen: _Screen, shown: dict[Place, Typed]) -> None:
    """Save what was shown, and only that: text typed since then is shown first."""
    screen.desk.take_in(edits())
    _tell(screen.desk.save(shown, _typed_text(_REASON)))


def _discard(screen: _Screen, shown: dict[Place, Typed]) -> None:
    desk = screen.desk
    desk.take_in(edits())
    gone = [
        {"id": id, "seen": typed.seen, **{name: getattr(typed, name) or "" for name in FIELDS}}
        for (id, _), typed in shown.items()
    ]
    turn = st.session_state.get(_DISCARDED, Discarded()).turn + 1
    st.session_state[_DISCARDED] = Discarded(turn, screen.code, gone)
    desk.unsaved.drop(shown)
    desk.keep()
    _tell(Said("info", desk.say("flash.discarded"), done=True))


def _elsewhere(screen: _Screen, shown: Mapping[Place, Typed]) -> None:
    """Say where else unsaved work is waiting, with links to it."""
    desk, seen = screen.desk, screen.seen
    others = desk.elsewhere(shown)
    if not others:
        return
    listed = [
        Link(
            preview.heading(each, code, desk.lang),
            seen.href("entry", **choice_of(each), period=code),
        )
        for each, code in others
    ]
    st.html(links(desk.say("draft.elsewhere"), listed))


# ---- deciding, withdrawing


def _conflict(screen: _Screen, shown: dict[Place, Typed], read: Sequence[Understood]) -> None:
    """Show both values of every figure that somebody else has changed, and let the person choose."""
    desk = screen.desk
    st.html(notice("warn", desk.lang, desk.say("conflict.title"), desk.say("conflict.text")))
    others = clashing(read)
    keys: dict[Place, tuple[str, int | None]] = {}
    words = {"theirs": desk.say("button.theirs"), "mine": desk.say("button.mine")}
    with st.container(key="entry-conflict"), st.form("entry-deciding", border=False):
        for place, row in zip(shown, read, strict=True):
            if row not in others:
                continue
            label = rows.name(desk.series(place[0]), desk.lang)
            st.html(preview.conflict(row, desk.lang, label))
            key = f"entry-decide-{row.subject}-{row.indicator}"
            st.radio(
                label,
                list(words),
                index=None,
                format_func=words.__getitem__,
                key=key,
                horizontal=True,
                label_visibility="collapsed",
            )
            keys[place] = (key, row.old_revision)
        _speaks_of(_REASON, *((row.figure, row.value, row.old_value) for row in others))
        st.text_input(
            desk.say("label.conflict-reason"), key=_REASON, placeholder=desk.say("help.correction")
        )
        _show_said(desk.lang)
        st.form_submit_button(
            desk.say("button.resolve"),
            key="entry-resolve",
            type="primary",
            on_click=_decide,
            args=(screen, shown, keys),
        )


def _decide(
    screen: _Screen,
    shown: dict[Place, Typed],
    keys: Mapping[Place, tuple[str, int | None]],
) -> None:
    """Save as decided; what is not decided yet is asked for."""
    desk = screen.desk
    chosen = {place: st.session_state.get(key) for place, (key, _) in keys.items()}
    if not all(chosen.values()):
        _tell(Said("warn", desk.say("flash.decide-first"), asks="conflict"))
        return
    desk.take_in(edits())
    mine = {place: seen for place, (_, seen) in keys.items() if chosen[place] == "mine"}
    _tell(desk.decide(shown, mine, _typed_text(_REASON)))


def _withdrawal(screen: _Screen, series: Asked) -> None:
    """Offer to withdraw the recorded figure, with a reason; the withdrawal is a revision too."""
    desk, code = screen.desk, screen.code
    held = rows.recorded(desk.held, series, code)
    if held is None:
        return
    with st.popover(desk.say("button.withdraw"), type="tertiary"):
        st.html(passage(about=preview.heading(series, code, desk.lang)))
        _speaks_of(_WITHDRAWAL, *series.key, code, held.value)
        with st.form("entry-withdrawal", border=False):
            st.text_input(desk.say("label.withdraw-reason"), key=_WITHDRAWAL)
            st.form_submit_button(
                desk.say("button.withdraw-now"),
                key="entry-withdraw",
                on_click=_withdraw,
                args=(screen, series, held.revision),
            )


def _withdraw(screen: _Screen, series: Asked, seen: int) -> None:
    desk = screen.desk
    desk.take_in(edits())
    said = desk.withdraw(series, screen.code, seen, _typed_text(_WITHDRAWAL))
    _tell(said)
    if said.done:
        st.session_state[_WITHDRAWAL] = ""
    elif said.asks:
        _focus(selector=f".st-key-{_WITHDRAWAL} input")


# ---- the chart


def _chart(screen: _Screen, offered: Sequence[Asked]) -> None:
    """Show the chart of a series as it is recorded now, with the table behind it."""
    desk, series = screen.desk, screen.one
    if series is None:
        names = {each.id: each for each in offered}
        if st.session_state.get(_CHART) not in names:
            st.session_state[_CHART] = next(iter(names))
        id = st.selectbox(
            desk.say("label.chart"),
            list(names),
            format_func=lambda each: rows.name(names[each], desk.lang) if each in names else each,
            key=_CHART,
        )
        series = names[id]
    goals = [goal for id in series.goals if (goal := desk.catalogue.goal(id)) is not None]
    recorded = desk.held.get(series.key, {})
    source = _source(desk, goals)
    vintages = screen.seen.standing.vintages(desk.region)
    drawn = picture(series, screen.code, recorded, goals, desk.lang, source, vintages)
    with st.container(border=True, key="card-entry-chart"):
        if drawn["data"]:
            draw(drawn, desk.lang, "entry-chart")
        else:
            st.html(notice("info", desk.lang, desk.say("chart.empty")))
    # The chart draws months or years; quarters and halves alone are told here.
    told = preview.reported(series, recorded, screen.code, desk.lang)
    if told and screen.one is not None:
        st.html(told)
    figure = (*series.key, screen.code)
    figure_comments(screen.seen, {figure: preview.heading(series, screen.code, desk.lang)}, "entry")


def _source(desk: Desk, goals: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the document that asks for the figure: its number, else its title."""
    document = desk.catalogue.document(goals[0]["document"]) if goals else None
    if document is None:
        return None
    return str(document["number"] or document[f"title_{desk.lang}"])


# ---- what a step says, and where the focus goes


def _tell(said: Said) -> None:
    """Keep what a step says for the next run, and lead the focus to what it asks."""
    st.session_state[_SAID] = (said, time.monotonic() + _SAID_FOR)
    if said.done:
        st.session_state[_REASON] = ""
        st.session_state[_WHOLE] = True
        _focus()
    elif said.asks == "reason":
        _focus(selector=f".st-key-{_REASON} input")
    elif said.asks == "conflict":
        _focus(selector=".st-key-entry-conflict input")


def _show_said(lang: str) -> None:
    """Show what the last step said, also to who types on so fast that the part is drawn anew."""
    said, until = st.session_state.get(_SAID, (None, 0.0))
    if said is None:
        return
    st.html(notice(said.kind, lang, "", said.text))
    if time.monotonic() > until:
        del st.session_state[_SAID]


def _focus(id: str = "", column: str = "", selector: str = "") -> None:
    """Ask the sheet to lead the focus there; without a place, back to the cell typed in last."""
    turn = st.session_state.get(_FOCUS, Focus()).turn + 1
    st.session_state[_FOCUS] = Focus(turn, id, column, selector)


def _speaks_of(key: str, *subject: object) -> None:
    """Empty the input `key` when it last spoke of something else: a reason is not carried over."""
    held = f"{key}-of"
    if st.session_state.get(held) != subject:
        st.session_state[held] = subject
        st.session_state[key] = ""


def _typed_text(key: str) -> str:
    """Return the text of an input, empty before it was drawn."""
    held: Any = st.session_state.get(key)
    return held if isinstance(held, str) else ""


page(frame.view())
