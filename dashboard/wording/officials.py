"""Leaders assigned to clusters, in words; that none is named where none is."""

from dashboard.judging import Row, Standing
from dashboard.judging.officials import Official, are_spoken_of, asking_plan, officials_of
from dashboard.languages import say
from dashboard.languages.numbers import date_text


def officials_text(standing: Standing, region: str, cluster: str, lang: str) -> str:
    """Return who is assigned to a cluster, since when and by which clause, or that nobody is."""
    known = officials_of(standing, region, cluster)
    if known:
        told = [_in_full(standing, one, lang) for one in known]
        return say("officials.named", lang, names=say("officials.between", lang).join(told))
    plan = asking_plan(standing, region)
    if plan is None:
        return say("officials.none", lang)
    return say("officials.none-though-asked", lang, clause=plan["officials"])


def officials_in_short(standing: Standing, region: str, cluster: str | None, lang: str) -> str:
    """Return the names for a line of a list; empty where a region has no such leaders at all."""
    if cluster is None:
        return ""
    known = officials_of(standing, region, cluster)
    if known:
        names = say("officials.between", lang).join(one.person for one in known)
        return say("officials.short", lang, names=names)
    return say("officials.short-none", lang) if standing.drawn(are_spoken_of, region) else ""


def _in_full(standing: Standing, one: Official, lang: str) -> str:
    post = one.post[lang]
    name = say("officials.with-post", lang, person=one.person, post=post) if post else one.person
    told = [name]
    if one.since or one.until:
        key = "days" if one.since and one.until else "since" if one.since else "until"
        since, until = date_text(one.since, lang), date_text(one.until, lang)
        # officials.*
        told.append(say(f"officials.{key}", lang, since=since, until=until))
    document: Row | None = standing.catalogue.document(one.document) if one.document else None
    if document is not None:
        title = standing.catalogue.name(document, lang)
        told.append(say("officials.by", lang, document=title, clause=one.clause or "").strip())
    return say("officials.comma", lang).join(told)
