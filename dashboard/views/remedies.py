"""Reasons and remedies on pages: beside a goal's verdict, and the list of those that are overdue."""

from dashboard.actuals.remedies import Remedy
from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.judging.remedies import GoalRemedy, goal_remedy, overdue_remedies
from dashboard.languages import say
from dashboard.languages.numbers import date_text, moment_text
from dashboard.views import goal_links
from dashboard.views.cards import card, stacked
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.wording import naming
from dashboard.wording.columns import remedies_head, remedy_fact
from dashboard.wording.remedies import deadline_text, outcome_label, wanted_sentence
from dashboard.wording.states import remedy_state_word

MOST_OVERDUE = 10


def remedy(standing: Standing, row: Row, lang: str) -> Markup:
    """Return why a goal is behind, what is done, by whom and by when, or that it is not said.

    Nothing for a goal that is not behind and of which nothing was said.
    """
    known = goal_remedy(standing, row)
    if known is None:
        return Markup()
    return render(
        "remedy",
        title=say("remedies.title", lang),
        sentences=_sentences(known, lang),
        pairs=_facts(standing, known, lang),
    )


def hover(standing: Standing, row: Row, lang: str) -> str | None:
    """Return in one line what `remedy` says; None where nothing is wanted or known."""
    known = goal_remedy(standing, row)
    if known is None:
        return None
    facts = [
        say("remedies.pair", lang, label=label, value=value)
        for label, value, _ in _facts(standing, known, lang)
    ]
    return say("remedies.between", lang).join([*_sentences(known, lang), *facts])


def _sentences(known: GoalRemedy, lang: str) -> list[str]:
    if known.wanted:
        return [wanted_sentence(lang, again=bool(known.remedy))]
    return [say("remedies.asked", lang)] if known.asked else []


def problem(standing: Standing, given: Remedy, lang: str) -> Markup:
    """Return a problem that was taken a level up: of which goal and region, by whom, and what is asked."""
    goal = standing.row(given.goal)
    assert goal is not None
    region = standing.name(standing.catalogue.region(given.region), lang)
    asked = say(
        "remedies.asked-by", lang, author=given.author, moment=moment_text(given.at_text, lang)
    )
    told = render(
        "remedy",
        title=say("pages.dot", lang).join([region, naming.goal_name(goal, lang)]),
        sentences=[asked],
        pairs=_given(standing, given, lang),
    )
    return stacked([told])


def _facts(standing: Standing, known: GoalRemedy, lang: str) -> list[tuple[str, str, bool]]:
    """Label, value, and whether it is late."""
    return [] if known.shown is None else _given(standing, known.shown, lang)


def _given(standing: Standing, given: Remedy, lang: str) -> list[tuple[str, str, bool]]:
    state = remedy_state_word(given.state, lang)
    found = [
        ("reason", given.reason, False),
        ("remedy", given.remedy, False),
        ("person", given.person, False),
        ("deadline", deadline_text(given, standing.on, lang), given.is_overdue(standing.on)),
        ("state", state, False),
    ]
    pairs = [(remedy_fact(name, lang), value, late) for name, value, late in found]
    if given.note:
        pairs.append((outcome_label(standing, given, lang), given.note, False))
    return pairs


def overdue_table(standing: Standing, lang: str, here: Selection) -> Markup:
    """Return the remedies whose deadline has passed, the oldest first; empty without any."""
    late = overdue_remedies(standing)
    if not late:
        return Markup()
    names = ("goal", "remedy", "person", "deadline", "state")
    shares = (30, 34, 12, 14, 10)
    columns = [
        Column(name, remedies_head(name, lang), "text", f"{share}%")
        for name, share in zip(names, shares, strict=True)
    ]
    rows = [_cells(standing, one, lang, here) for one in late[:MOST_OVERDUE]]
    table = goal_table(rows, columns, lang, framed_card=False)
    title = say("remedies.overdue.title", lang, n=len(late))
    more = len(late) - len(rows)
    return card(table, title, footer=say("remedies.overdue.more", lang, n=more) if more else None)


def _cells(standing: Standing, one: GoalRemedy, lang: str, here: Selection) -> dict[str, object]:
    goal, given = one.goal, one.shown
    assert given is not None
    region = standing.name(standing.catalogue.region(goal["region"]), lang)
    return {
        "goal": Cell(
            naming.goal_name(goal, lang),
            sub=region,
            href=goal_links.elsewhere(here, "region", region=goal["region"], goal=goal["id"]),
        ),
        "remedy": Cell(given.remedy, title=given.reason),
        "person": given.person,
        "deadline": date_text(given.deadline, lang),
        "state": remedy_state_word(given.state, lang),
    }
