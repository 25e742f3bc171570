"""What stands in place of a page that counts all regions, while a large register is being judged."""

from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.views.environment import Markup
from dashboard.views.prose import headline

COUNTING_PAGES = ("overview", "goals")


def being_judged(standing: Standing, lang: str) -> Markup:
    """Say that the goals are being judged, and what can be looked at meanwhile."""
    sentence = say("pages.judging.sentence", lang, n=len(standing.regions()))
    return headline(say("pages.judging.title", lang), sentence, lang)
