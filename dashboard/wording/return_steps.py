"""Where a return stands after a step, in words: its state, and whose reviewer it waits for."""

from dashboard.actuals.return_states import State
from dashboard.actuals.return_steps import ReturnNow
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.register import Catalogue
from dashboard.wording.states import return_state_word


def taken_in_words(catalogue: Catalogue, now: ReturnNow, lang: str) -> str:
    """Return what became of a return by the step just taken: "工信局 2026年1–9月：已上报。等待…"."""
    state = return_state_word(now.state, lang)
    values = _named(now, lang)
    if now.state is State.DRAFT and now.round > 1:
        state = say("returns.opened", lang)
    if not now.waits_for:
        return say("returns.taken", lang, state=state, **values)
    if now.level:
        # Submitted still, to the level above.
        below = _place(catalogue, now.through[now.level - 1], lang)
        state = say("returns.level-approved", lang, region=below)
    above = _place(catalogue, now.waits_for, lang)
    return say("returns.taken-on", lang, state=state, region=above, **values)


def failed_in_words(now: ReturnNow, why: str, lang: str) -> str:
    """Return why a step was not taken, with the return that it is about."""
    return say("returns.failed", lang, why=why, **_named(now, lang))


def waits_in_words(catalogue: Catalogue, now: ReturnNow, lang: str) -> str:
    """Return whose review a return waits for, empty where it waits for none."""
    if not now.waits_for:
        return ""
    return say("returns.desk.waits", lang, region=_place(catalogue, now.waits_for, lang))


def levels_in_words(catalogue: Catalogue, now: ReturnNow, lang: str) -> str:
    """Return which level of several a return waits for, empty where it goes through one alone."""
    if not now.waits_for or len(now.through) < 2:
        return ""
    way = say("returns.between-levels", lang).join(
        _place(catalogue, each, lang) for each in now.through
    )
    return say("returns.levels", lang, n=now.level + 1, all=len(now.through), way=way)


def _named(now: ReturnNow, lang: str) -> dict[str, str]:
    return {"unit": now.key.unit, "period": period_text(now.key.period, "flow", lang)}


def _place(catalogue: Catalogue, region: str, lang: str) -> str:
    row = catalogue.region(region)
    return str(row.get(f"name_{lang}") or row["name_zh"]) if row else region
