"""What a region's page says of a day on which no plan of it was in force."""

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.languages.numbers import date_text
from dashboard.views.cards import stacked
from dashboard.views.notices import empty_state
from dashboard.views.prose import headline
from dashboard.views.rows import Link


def lacks_plan(standing: Standing, asked: str | None) -> bool:
    """Tell whether the region asked for, or without one every region, has no plan in force."""
    regions = standing.regions()
    return asked not in regions if asked else not regions


def no_plan(standing: Standing, asked: str | None, lang: str, seen: Selection) -> str:
    """Return the finding of such a day, why it is so, and the way back to today."""
    day = date_text(standing.on, lang)
    if asked is None:
        title = say("pages.no-plan.none", lang, day=day)
    else:
        name = standing.name(standing.catalogue.region(asked), lang)
        title = say("pages.no-plan.title", lang, region=name, day=day)
    said = "".join(_why(standing, plan, lang) for plan in _plans(standing, asked)[:1])
    today = Link(say("pages.no-plan.link", lang), seen.href(as_of=None))
    body = empty_state(said or title, say("pages.no-plan.text", lang), lang, today)
    return stacked([headline(title, "", lang), body])


def _plans(standing: Standing, asked: str | None) -> list[dict[str, object]]:
    if asked is None:
        return []
    return sorted(standing.catalogue.plans_of(asked), key=lambda plan: str(plan["status"]))


def _why(standing: Standing, plan: dict[str, object], lang: str) -> str:
    document = standing.catalogue.document(str(plan["document"])) or {}
    title = standing.catalogue.name(document, lang)
    issued = document.get("issued")
    if issued and str(issued) > standing.on.isoformat():
        return say("pages.no-plan.issued", lang, plan=title, day=date_text(issued, lang))
    return say("pages.no-plan.replaced", lang, plan=title)
