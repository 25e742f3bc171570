"""Parts of the pages that are worked at, as far as they can be read.

A page shows them between its widgets; the first answer shows them before any script has run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import loading
from dashboard.actuals.return_states import State
from dashboard.actuals.return_steps import ReturnKey, ReturnNow
from dashboard.addresses import selection
from dashboard.audit.entries import Asked as AuditAsked
from dashboard.entry import rows
from dashboard.entry.audit_table import audit_table
from dashboard.entry.completeness import completeness, finding
from dashboard.entry.desk import Desk
from dashboard.entry.drafts import Unsaved
from dashboard.entry.due_list import due_list
from dashboard.entry.periods import chosen_code, period_label
from dashboard.entry.returns import Report, ShownReturn, is_reported
from dashboard.entry.review import figures_table
from dashboard.entry.series import Asked, asked_of, nearest
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.views.environment import Markup
from dashboard.views.notices import empty_state
from dashboard.views.prose import Part, headline
from dashboard.views.remedies import problem

# Returns under review on the page at once; what is beyond comes when these are done.
MOST_REVIEWED = 12


# Entries of the audit on the page at once; the file has all that were asked for.
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class WorkParts:
    """A page's finding and what can be read below it (HTML); `empty` where there was nothing to show."""

    head: Markup
    below: Sequence[Markup] = ()
    empty: bool = False


# ---- entering


def entry(seen: View) -> WorkParts:
    """Return what the entry page says first: how much is reported, and what is owed by when."""
    if not seen.standing.regions():
        return WorkParts(nothing_to_enter(seen.lang))
    region = entry_region(seen)
    desk = desk_of(seen, region, Unsaved(region))
    form = (seen.selection.way or selection.WAYS[0]) == "form"
    one = series_shown(desk, seen) if form and desk.asked else None
    keys = [series.key for series in ([one] if one else desk.asked)]
    desk = replace(desk, held=desk.store.series(keys))
    code = period_shown(desk, seen, one)
    if one:
        desk = replace(desk, held={**of_period(desk, code), **desk.held})
    head = entry_head(desk, seen, code)
    allowed = loading.regions_for(seen, Action.ENTER) | loading.regions_for(seen, Action.PUBLISH)
    if seen.settings.read_only or seen.standing.as_of or region not in allowed:
        return WorkParts(head)
    owed = due(seen, region, reports_now(seen, region))
    return WorkParts(head, [owed] if owed else [])


def entry_region(seen: View) -> str:
    """Return the region whose figures are entered: the link's, else the first that is one's own."""
    regions = seen.standing.regions()
    if seen.selection.region in regions:
        return str(seen.selection.region)
    own = loading.regions_for(seen, Action.ENTER) | loading.regions_for(seen, Action.PUBLISH)
    return next((each for each in regions if each in own), regions[0])


def desk_of(seen: View, region: str, unsaved: Unsaved) -> Desk:
    """Return a region's desk with the series that the visitor may enter and nothing read yet."""
    asked = list(asked_of(seen.standing.catalogue, region))
    if seen.settings.signs_in:
        asked = [series for series in asked if loading.may(seen, Action.ENTER, series.key)]
    store, on = loading.permitted_store(seen), seen.settings.on()
    catalogue, author = seen.standing.catalogue, seen.visitor.name
    return Desk(region, seen.lang, on, catalogue, store, author, asked, {}, unsaved)


def series_shown(desk: Desk, seen: View) -> Asked:
    """Return the series of the form: the one that the link means."""
    chosen = seen.selection
    return nearest(desk.asked, chosen.goal, chosen.cluster, chosen.indicator)


def of_period(desk: Desk, code: str) -> rows.Held:
    """Return what is recorded for one period: all that the form has to know of the other series."""
    figures = desk.store.figures([(*series.key, code) for series in desk.asked])
    return {key[:3]: {code: row} for key, row in figures.items()}


def period_shown(desk: Desk, seen: View, one: Asked | None) -> str:
    """Return the period: the link's, else that of what was left unsaved of the form's series."""
    left = [code for id, code in desk.unsaved.typed if one is not None and id == one.id]
    wishes = (seen.selection.period, *left)
    kind = one.kind if one else ""
    return chosen_code(wishes, kind, periods_recorded(desk, one), desk.first_year, desk.today)


def periods_recorded(desk: Desk, one: Asked | None) -> list[str]:
    """Return the periods with figures, which are offered whatever their kind."""
    return sorted(
        {
            code
            for series in (desk.asked if one is None else [one])
            for code in desk.held.get(series.key, {})
            if rows.recorded(desk.held, series, code)
        }
    )


def entry_head(desk: Desk, seen: View, code: str) -> Markup:
    """Return the page's finding: how many of the figures owed for a period are there.

    What is owed is what the visitor may enter; who may enter nothing here is told neither number.
    """
    if not may_enter(seen, desk.region):
        return headline(desk.say("entry.title"), "", desk.lang)
    owed = rows.series_for(desk.asked, code, desk.held, subject=None, every=False, unreported=False)
    place = seen.standing.name(desk.catalogue.region(desk.region), desk.lang)
    period = period_label(code, "", desk.lang)
    if owed:
        done = sum(rows.recorded(desk.held, series, code) is not None for series in owed)
        said = desk.say(
            "entry.sentence.reported", region=place, period=period, n=len(owed), done=done
        )
    else:
        said = desk.say("entry.sentence.none-owed", region=place, period=period)
    return headline(desk.say("entry.title"), said, desk.lang)


def may_enter(seen: View, region: str) -> bool:
    """Whether the visitor may enter any figure of a region."""
    return not seen.settings.read_only and region in loading.regions_for(seen, Action.ENTER)


def nothing_to_enter(lang: str) -> Markup:
    """Return that no goal asks for a figure (HTML)."""
    return empty_state(say("entry.nothing.title", lang), say("entry.nothing.text", lang), lang)


def reports_now(seen: View, region: str) -> list[Report]:
    """Return how the region's units stand with what they owe, as far as the visitor may read it."""
    return loading.permitted_returns(seen).reports(region, seen.settings.on())


def due(seen: View, region: str, reports: Sequence[Report]) -> Markup | None:
    """Return what the region's units owe now; None where none reports anything.

    It leads to where that is entered, for who may enter it.
    """
    if not reports:
        return None

    def there(key: ReturnKey) -> str:
        return seen.href(
            "entry", region=key.region, period=key.period, way="grid",
            goal=None, cluster=None, indicator=None,
        )  # fmt: skip

    link = there if may_enter(seen, region) else None
    whole = seen.href("completeness", region=region, goal=None, cluster=None, indicator=None)
    return due_list(reports, seen.settings.on(), seen.lang, link, whole)


# ---- who has reported


def complete_regions(seen: View) -> list[str]:
    """Return the regions whose reports the visitor may read."""
    readable = loading.regions_for(seen, Action.READ_UNPUBLISHED)
    return [region for region in seen.standing.regions() if region in readable]


def completeness_shown(seen: View) -> WorkParts:
    """Return how much of a region's reports is in, and its units and periods."""
    lang, regions = seen.lang, complete_regions(seen)
    name = say("returns.completeness.title", lang)
    if not regions:
        title = say("returns.completeness.hidden.title", lang)
        told = empty_state(title, say("returns.completeness.hidden.text", lang), lang)
        return WorkParts(headline(name, "", lang), [told], empty=True)
    region = seen.selection.region if seen.selection.region in regions else regions[0]
    reports = reports_now(seen, region)
    found, how = finding(reports, lang)

    def there(key: ReturnKey) -> str:
        return seen.href("entry", region=key.region, period=key.period, way="grid")

    head = headline(name, [(found, "strong"), how], lang)
    below = [completeness(reports, lang, there)] if reports else []
    return WorkParts(head, below, empty=not below)


# ---- what was done


def audit_shown(seen: View, asked: AuditAsked | None = None) -> WorkParts:
    """Return the newest entries of the audit that were asked for, to who may read it."""
    lang, audit = seen.lang, loading.permitted_audit(seen)
    name = say("audit.page.title", lang)
    if not audit.regions():
        told = say("audit.page.hidden.title", lang), say("audit.page.hidden.text", lang)
        return WorkParts(headline(name, "", lang), [empty_state(*told, lang)], empty=True)
    wanted = asked or AuditAsked(text=seen.selection.text or "")
    found = audit.entries(wanted, MOST_ENTRIES + 1)
    more = "more" if len(found) > MOST_ENTRIES else "all"
    shown = found[:MOST_ENTRIES]
    if not shown:
        which = "nothing" if wanted == AuditAsked() else "none"
        # audit.page.nothing.text, audit.page.nothing.title
        # audit.page.none.text, audit.page.none.title
        # audit.page.hidden.text, audit.page.hidden.title
        told = say(f"audit.page.{which}.title", lang), say(f"audit.page.{which}.text", lang)
        return WorkParts(headline(name, "", lang), [empty_state(*told, lang)], empty=True)
    # audit.page.found.all, audit.page.found.more
    head = headline(name, say(f"audit.page.found.{more}", lang, n=len(shown)), lang)
    return WorkParts(head, [audit_table(seen.standing.catalogue, shown, lang)])


# ---- reviewing


def review(seen: View) -> WorkParts:
    """Return what waits for the visitor, each return with its figures."""
    lang = seen.lang
    if not may_review(seen):
        return WorkParts(
            headline(say("returns.review.title", lang), "", lang),
            [nothing_to_review("nobody", lang)],
        )
    returns = loading.permitted_returns(seen)
    waiting = returns.waiting()
    problems = loading.permitted_remedies(seen).to_answer()
    shown = [returns.show(now.key) for now in waiting[:MOST_REVIEWED]]
    below = [problem(seen.standing, each, lang) for each in problems]
    below += [figures_reviewed(seen, each) for each in shown]
    head = review_head(waiting, len(problems), lang)
    return WorkParts(head, below or [nothing_to_review("none", lang)])


def may_review(seen: View) -> bool:
    """Tell whether the visitor may take steps with anybody's returns."""
    rights = (Action.REVIEW, Action.PUBLISH)
    return not seen.settings.read_only and any(loading.regions_for(seen, one) for one in rights)


def review_head(waiting: Sequence[ReturnNow], problems: int, lang: str) -> Markup:
    """Return the page's finding: how many returns wait, for what, and how many problems."""
    ready = sum(now.state is State.APPROVED for now in waiting)
    name = say("returns.review.title", lang)
    told: list[Part] = []
    if problems:
        told.append((say("returns.review.problems", lang, n=problems), "strong"))
    if waiting:
        told.append((say("returns.review.finding", lang, n=len(waiting)), "strong"))
        how = say("returns.review.sentence", lang, approve=len(waiting) - ready, publish=ready)
        return headline(name, [*told, how], lang)
    return headline(name, told or "", lang)


def return_name(seen: View, shown: ShownReturn) -> str:
    """Return what a return is called: its region, who reports, and the period."""
    standing, lang, key = seen.standing, seen.lang, shown.now.key
    place = standing.name(standing.catalogue.region(key.region), lang)
    period = period_label(key.period, "", lang)
    return say("pages.dot", lang).join([place, shown.unit(lang), period])


def figures_reviewed(seen: View, shown: ShownReturn) -> Markup:
    """Return a return's figures, each beside what tells whether it can be right (HTML).

    Without what is not reported, unless readers see a figure of it until then.
    """
    told = [row for row in shown.rows if is_reported(row) or row.published]
    return figures_table(told, shown.reasons, seen.lang, return_name(seen, shown))


def nothing_to_review(kind: str, lang: str) -> Markup:
    """Return that nothing waits ("none"), or that the visitor may not review ("nobody") (HTML)."""
    # returns.review.nobody.text, returns.review.nobody.title, returns.review.none.text,
    # returns.review.none.title
    title, text = (say(f"returns.review.{kind}.{part}", lang) for part in ("title", "text"))
    return empty_state(title, text, lang)
