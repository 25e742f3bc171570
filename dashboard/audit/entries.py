"""What was done, found by who, where, what kind, when, and by a word in it; the newest first.

An entry is one row of a record: who did what from where, what it was before and is now, and why.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, case, cast, func, or_, select
from sqlalchemy.sql.expression import literal, null

from dashboard.actuals.observations import microseconds, moment_text
from dashboard.actuals.tables import (
    audit,
    bulletin,
    chain_link,
    cluster_official,
    comment_withdrawal,
    evidence_file,
    evidence_withdrawal,
    figure_comment,
    outbox_step,
    publication,
    remedy,
    return_step,
    revision,
)
from dashboard.audit.database import has_accounts
from dashboard.languages.numbers import CHINA
from dashboard.people.tables import people_audit

_AT_ONCE = 500


class Kind(StrEnum):
    """What an entry is about."""

    FIGURE = "figure"
    PUBLICATION = "publication"
    RETURN = "return"
    REMEDY = "remedy"
    OFFICIAL = "official"
    COMMENT = "comment"
    EVIDENCE = "evidence"
    BULLETIN = "bulletin"
    # What was sent, or not: no region has it, as a file may be of several.
    SENDING = "sending"
    # Of the whole installation: a mended clock, a restored backup.
    INSTALLATION = "installation"
    ACCOUNT = "account"


# What no region has: for who may read the audit of everything.
OF_NO_REGION = frozenset({Kind.SENDING, Kind.INSTALLATION, Kind.ACCOUNT})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are wanted.

    `regions` None: of all, and what is of none. `since` and `until` are moments in µs, `until` not
    included. `person` and `text` are looked for anywhere in a name or wording, in either case.
    """

    regions: Collection[str] | None = None
    kinds: Collection[Kind] = tuple(Kind)
    person: str = ""
    since: int | None = None
    until: int | None = None
    text: str = ""


class Entry(NamedTuple):
    """One thing that was done.

    `at` is ISO text in UTC, `action` what was done within its kind, `subject` to what. `before` and
    `after` are exact texts, empty where there is no such thing; `origin` is an address or a machine.
    """

    at: str
    person: str
    origin: str
    kind: str
    action: str
    region: str
    subject: str
    period: str
    before: str
    after: str
    reason: str
    number: str


def entries(connection: Connection, asked: Asked, most: int | None = None) -> list[Entry]:
    """Return the newest entries that were asked for, `most` at most, of all kinds together."""
    rows: list[Any] = []
    for kind in Kind:
        wanted = kind in asked.kinds and (asked.regions is None or kind not in OF_NO_REGION)
        wanted = wanted and (kind is not Kind.ACCOUNT or has_accounts(connection))
        if wanted:
            for chosen in _SOURCES[kind](asked):
                if kind is Kind.FIGURE and asked.text:
                    rows += islice(_with_own_reason(connection, chosen, asked.text), most)
                else:
                    rows += connection.execute(chosen.limit(most)).all()
    rows.sort(key=lambda row: (-row.at, row.kind))
    return list(_told(connection, rows[:most]))


def day_begins(day: date) -> int:
    """Return the moment (µs) at which a day begins on China's clock."""
    return microseconds(datetime.combine(day, time(), CHINA))


def _told(connection: Connection, rows: Sequence[Any]) -> Iterator[Entry]:
    origins = _origins(connection, rows)
    reasons = _reasons(connection, [row.at for row in rows if row.kind == Kind.FIGURE])
    for row in rows:
        reason = row.reason
        if row.kind == Kind.FIGURE:
            found = reasons.get(row.at, {}).get(f"{row.region}/{row.subject}/{row.period}", "")
            reason = "; ".join(part for part in (found, reason) if part)
        yield Entry(
            moment_text(row.at),
            row.person,
            row.origin or origins.get((row.region, row.at), ""),
            row.kind,
            row.action,
            row.region,
            row.subject,
            row.period,
            "" if row.before is None else str(row.before),
            "" if row.after is None else str(row.after),
            reason,
            "" if row.number is None else str(row.number),
        )


def _origins(connection: Connection, rows: Sequence[Any]) -> Mapping[tuple[str, int], str]:
    """From where each transaction was done: its link says so."""
    found: dict[tuple[str, int], str] = {}
    moments = sorted({row.at for row in rows})
    for start in range(0, len(moments), _AT_ONCE):
        link = chain_link.c
        chosen = select(link.chain, link.at, link.origin).where(
            link.at.in_(moments[start : start + _AT_ONCE])
        )
        found |= {(row.chain, row.at): row.origin for row in connection.execute(chosen)}
    return found


def _reasons(connection: Connection, moments: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """Why what was odd about figures was let stand, by the moment of their write."""
    found: dict[int, Mapping[str, str]] = {}
    wanted = sorted(set(moments))
    for start in range(0, len(wanted), _AT_ONCE):
        chosen = select(audit.c.at, audit.c.reasons).where(
            audit.c.at.in_(wanted[start : start + _AT_ONCE])
        )
        found |= {row.at: json.loads(row.reasons) for row in connection.execute(chosen)}
    return found


def _with_own_reason(connection: Connection, chosen: Select[Any], text: str) -> Iterator[Any]:
    """The figures in which a word was found, or in the reason of their own among those of a write."""
    known: dict[int, Mapping[str, str]] = {}
    for rows in connection.execute(chosen).partitions(_AT_ONCE):
        asked = {row.at for row in rows if not row.found} - known.keys()
        known |= _reasons(connection, list(asked))
        for row in rows:
            own = f"{row.region}/{row.subject}/{row.period}"
            if row.found or text.lower() in known.get(row.at, {}).get(own, "").lower():
                yield row


def _select(
    table: Any, kind: Kind, asked: Asked, told: Mapping[str, Any], *looked_in: Any
) -> Select[Any]:
    """A source: what each of an entry's fields is in `table`, and in what a word is looked for."""
    fields: dict[str, Any] = {"origin": literal(""), "region": literal(""), "period": literal("")}
    fields |= {"before": null(), "after": null(), "reason": literal(""), "action": literal("")}
    fields |= {"at": table.c.at, "number": table.c.get("id"), "kind": literal(kind.value)} | dict(
        told
    )
    chosen: Select[Any] = select(*(column.label(name) for name, column in fields.items()))
    where: list[ColumnElement[bool]] = []
    if asked.regions is not None:
        where.append(fields["region"].in_(list(asked.regions)))
    if asked.person:
        where.append(_holds(fields["person"], asked.person))
    if asked.since is not None:
        where.append(fields["at"] >= asked.since)
    if asked.until is not None:
        where.append(fields["at"] < asked.until)
    if asked.text:
        found = or_(*(_holds(column, asked.text) for column in looked_in))
        if kind is Kind.FIGURE:
            # Why a figure was let stand is kept with its write: JSON, as Python writes it.
            written = json.dumps(asked.text, ensure_ascii=False)[1:-1]
            writes = select(audit.c.at).where(_holds(audit.c.reasons, written))
            chosen, found = (
                chosen.add_columns(found.label("found")),
                or_(found, table.c.at.in_(writes)),
            )
        where.append(found)
    return chosen.where(*where).order_by(fields["at"].desc(), fields["number"].desc())


def _holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return func.lower(column).contains(text.lower(), autoescape=True)


def _of_figure(table: Any) -> ColumnElement[str]:
    joined: ColumnElement[str] = table.c.subject + "/" + table.c.indicator
    return joined


def _figures(asked: Asked) -> list[Select[Any]]:
    earlier = revision.alias("earlier")
    r = revision.c
    told = {
        "person": r.author, "region": r.region, "subject": _of_figure(revision), "period": r.period,
        "before": cast(earlier.c.value, Text), "after": cast(r.value, Text), "reason": r.note,
        "action": _figure_action(earlier),
    }  # fmt: skip
    looked_in = (r.subject, r.indicator, r.note, r.evidence, r.typed, r.period)
    chosen = _select(revision, Kind.FIGURE, asked, told, *looked_in)
    return [chosen.select_from(revision.outerjoin(earlier, earlier.c.id == r.replaces))]


def _figure_action(earlier: Any) -> ColumnElement[str]:
    return case(
        (revision.c.withdrawn, literal("withdrawn")),
        (earlier.c.value.is_(None), literal("entered")),
        else_=literal("changed"),
    )


def _publications(asked: Asked) -> list[Select[Any]]:
    p = publication.c
    told = {
        "person": p.author, "region": p.region, "subject": literal(""),
        "after": cast(p.revision, Text), "action": literal("published"),
    }  # fmt: skip
    return [_select(publication, Kind.PUBLICATION, asked, told, p.region)]


def _returns(asked: Asked) -> list[Select[Any]]:
    earlier = return_step.alias("earlier")
    s = return_step.c
    told = {
        "person": s.author, "region": s.region, "subject": s.unit, "period": s.period,
        "before": earlier.c.state, "after": s.state, "reason": s.reason, "action": s.step,
    }  # fmt: skip
    chosen = _select(return_step, Kind.RETURN, asked, told, s.unit, s.reason, s.period)
    before = and_(
        *(earlier.c[name] == s[name] for name in ("region", "unit", "period")),
        earlier.c.number == s.number - 1,
    )
    return [chosen.select_from(return_step.outerjoin(earlier, before))]


def _remedies(asked: Asked) -> list[Select[Any]]:
    earlier = remedy.alias("earlier")
    r = remedy.c
    said = r.reason + " / " + r.remedy + " / " + r.person + " / " + r.deadline
    told = {
        "person": r.author, "region": r.region, "subject": r.goal, "period": r.period,
        "before": earlier.c.state, "after": r.state + ": " + said, "reason": r.note,
        "action": r.step,
    }  # fmt: skip
    looked_in = (r.goal, r.reason, r.remedy, r.person, r.note)
    chosen = _select(remedy, Kind.REMEDY, asked, told, *looked_in)
    before = and_(
        *(earlier.c[name] == r[name] for name in ("region", "goal")),
        earlier.c.number == r.number - 1,
    )
    return [chosen.select_from(remedy.outerjoin(earlier, before))]


def _officials(asked: Asked) -> list[Select[Any]]:
    """Leaders assigned to clusters: the one entered before, and the one from a day on."""
    o, earlier = cluster_official.c, cluster_official.alias("earlier")
    before = (
        select(earlier.c.person)
        .where(
            *(earlier.c[name] == o[name] for name in ("region", "cluster")),
            earlier.c.id < o.id,
        )
        .order_by(earlier.c.id.desc())
        .limit(1)
        .correlate(cluster_official)
        .scalar_subquery()
    )
    told = {
        "person": o.author, "region": o.region, "subject": o.cluster, "period": o.since,
        "before": before, "after": o.person + case((o.post == "", ""), else_=" / " + o.post),
        "reason": o.reason,
        "action": case((o.person == "", literal("ended")), else_=literal("assigned")),
    }  # fmt: skip
    looked_in = (o.cluster, o.person, o.post, o.reason)
    return [_select(cluster_official, Kind.OFFICIAL, asked, told, *looked_in)]


def _comments(asked: Asked) -> list[Select[Any]]:
    # That something was said, not what: a comment has readers of its own.
    c, w = figure_comment.c, comment_withdrawal.c
    about = {"region": c.region, "subject": _of_figure(figure_comment), "period": c.period}
    looked_in = (c.subject, c.indicator, c.period)
    said = about | {"person": c.author, "action": literal("commented")}
    gone = about | {
        "person": w.author, "at": w.at, "number": w.comment, "reason": w.reason,
        "action": literal("withdrawn"),
    }  # fmt: skip
    withdrawn = _select(figure_comment, Kind.COMMENT, asked, gone, *looked_in, w.reason)
    return [
        _select(figure_comment, Kind.COMMENT, asked, said, *looked_in),
        withdrawn.select_from(comment_withdrawal.join(figure_comment, c.id == w.comment)),
    ]


def _evidence(asked: Asked) -> list[Select[Any]]:
    e, w = evidence_file.c, evidence_withdrawal.c
    about = {"region": e.region, "subject": _of_figure(evidence_file), "period": e.period}
    looked_in = (e.subject, e.indicator, e.period)
    added = about | {"person": e.author, "after": e.checksum, "action": literal("attached")}
    gone = about | {
        "person": w.author, "at": w.at, "number": w.file, "before": e.checksum,
        "reason": w.reason, "action": literal("withdrawn"),
    }  # fmt: skip
    withdrawn = _select(evidence_file, Kind.EVIDENCE, asked, gone, *looked_in, w.reason)
    return [
        _select(evidence_file, Kind.EVIDENCE, asked, added, *looked_in),
        withdrawn.select_from(evidence_withdrawal.join(evidence_file, e.id == w.file)),
    ]


def _bulletins(asked: Asked) -> list[Select[Any]]:
    b = bulletin.c
    told = {
        "person": b.author, "region": b.region, "subject": b.id + "." + b.format,
        "period": b.period, "after": b.file_checksum, "action": literal("issued"),
    }  # fmt: skip
    return [_select(bulletin, Kind.BULLETIN, asked, told, b.id, b.issuer, b.period)]


def _sendings(asked: Asked) -> list[Select[Any]]:
    s = outbox_step.c
    told = {
        "person": s.author, "subject": s.name + " / " + s.way, "after": s.checksum,
        "reason": s.fault, "action": func.replace(s.step, " ", "-"),
    }  # fmt: skip
    return [_select(outbox_step, Kind.SENDING, asked, told, s.name, s.way, s.fault)]


def _installation(asked: Asked) -> list[Select[Any]]:
    a = audit.c
    told = {"person": a.author, "subject": literal(""), "after": a.reasons, "action": a.action}
    chosen = _select(audit, Kind.INSTALLATION, asked, told, a.action, a.reasons)
    # A write's own rows tell of it; what wrote no figure stands here alone.
    return [chosen.where(a.last_revision < a.first_revision)]


def _accounts(asked: Asked) -> list[Select[Any]]:
    p = people_audit.c
    told = {
        "person": p.actor, "origin": p.address, "subject": p.subject, "after": p.outcome,
        "reason": p.detail, "action": p.action,
    }  # fmt: skip
    return [_select(people_audit, Kind.ACCOUNT, asked, told, p.subject, p.action, p.detail)]


_SOURCES = {
    Kind.FIGURE: _figures,
    Kind.PUBLICATION: _publications,
    Kind.RETURN: _returns,
    Kind.REMEDY: _remedies,
    Kind.OFFICIAL: _officials,
    Kind.COMMENT: _comments,
    Kind.EVIDENCE: _evidence,
    Kind.BULLETIN: _bulletins,
    Kind.SENDING: _sendings,
    Kind.INSTALLATION: _installation,
    Kind.ACCOUNT: _accounts,
}
