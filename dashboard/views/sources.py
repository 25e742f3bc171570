"""Where everything comes from: documents, clauses, defects, readings; and how numbers are made."""

from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import date_text, percent
from dashboard.register.names import ABOUT_TOLERANCE
from dashboard.views.cards import card, facts, stacked
from dashboard.views.clauses import clause_list
from dashboard.views.environment import Markup
from dashboard.views.prose import headline as drawn_headline
from dashboard.views.prose import notes as drawn_notes
from dashboard.views.rows import Cell, Clause, Column, Quotation
from dashboard.views.tables import goal_table
from dashboard.views.verdict import lamp_rules
from dashboard.wording import naming
from dashboard.wording.documents import method_rule, notes_title

# The rules of the verdicts, in the order they are told (see `dashboard.progress`).
RULES = (
    "completion", "progress", "schedule", "gap", "later-year", "required", "growth", "range", "about", "count",
    "each", "coverage", "small", "no-year", "overdue", "early", "greys", "bases", "same-period",
    "rounding",
)  # fmt: skip


def headline(standing: Standing, lang: str) -> str:
    """Return what stands behind all pages, in numbers."""
    notes = standing.catalogue.rows("notes")
    kinds = [note["kind"] for note in notes]
    values = {
        "documents": len(standing.catalogue.rows("documents")),
        "clauses": len(standing.catalogue.rows("clauses")),
        "defects": kinds.count("defect"),
        "readings": kinds.count("reading"),
        "assumptions": sum(1 for note in notes if note["assumption"]),
        "missing": kinds.count("missing"),
    }
    title = say("pages.sources.title", lang, **values)
    return drawn_headline(title, say("pages.sources.sentence", lang, **values), lang)


def documents_of(standing: Standing) -> list[tuple[str, Row]]:
    """Return (region id, document) for each plan in force, in the regions' order."""
    return [
        (region, document)
        for region in standing.regions()
        for plan in standing.plans(region)
        if (document := standing.catalogue.document(plan["document"]))
    ]


def document(standing: Standing, id: str, lang: str) -> str:
    """Return one document: its record, what is missing, its defects and how it was read."""
    known = standing.catalogue.document(id) or {}
    number = known.get("number") or say("pages.sources.no-number", lang)
    record = facts(
        [
            (say("pages.sources.number", lang), number),
            (say("pages.sources.issuer", lang), str(known[f"issuer_{lang}"] or "—")),
            (say("pages.sources.issued", lang), date_text(known["issued"], lang)),
            (say("pages.sources.file", lang), str(known["file"])),
            (say("pages.sources.checksum", lang), str(known["sha256"])),
        ]
    )
    parts = [card(record, str(known[f"title_{lang}"]))]
    for kind in ("missing", "defect", "reading"):
        notes = [note for note in standing.catalogue.notes_of(id) if note["kind"] == kind]
        if notes:
            parts.append(card(_notes(notes, lang), *notes_title(kind, len(notes), lang)))
    return stacked(parts)


def _notes(notes: list[Row], lang: str) -> Markup:
    """List notes; an assumption says that it is one."""
    assumed = say("pages.sources.assumed", lang)
    ordered = sorted(notes, key=lambda one: not one["assumption"])
    return drawn_notes([(assumed if n["assumption"] else None, n[f"text_{lang}"]) for n in ordered])


def clauses(standing: Standing, id: str, region: str, lang: str, base: Selection) -> str:
    """Return the clauses that carry goals, with wording and units; the others are named."""
    rows = [row for row in standing.rows(region) if row["document"] == id]
    units = naming.unit_names(standing, id, lang)
    shown, bare = [], []
    for clause in standing.catalogue.clauses_of(id):
        own = [row for row in rows if row["clause"] == clause["id"]]
        if not own:
            bare.append(naming.clause_title(clause, lang))
            continue
        printed = [row["wording"] for row in own if row["wording"]]
        wordings = dict.fromkeys([*printed, *(clause["wordings"] or [])])
        note = None
        if clause["units_from"]:
            note = say("pages.sources.inherited", lang, clause=clause["units_from"])
        shown.append(
            Clause(
                id=clause["id"],
                heading=clause[f"heading_{lang}"] or "",
                units=[units.get(unit, unit) for unit in clause["units"] or []],
                also=[units.get(unit, unit) for unit in clause["also"] or []],
                body=[Quotation(wording) for wording in wordings],
                href=base.href(page="goals", region=region, text=clause["id"]),
                note=note,
            )
        )
    title = say("pages.sources.clauses-title", lang, n=len(shown))
    footer = say("pages.sources.other-clauses", lang, n=len(bare)) if bare else None
    subtitle = say("pages.sources.clauses-sub", lang)
    return card(clause_list(shown, lang), title, subtitle, footer)


def method(standing: Standing, lang: str) -> str:
    """Return how each number on the other pages is computed, and the lamp rules in use."""
    tolerance = _tolerances(standing, lang)
    cells = [method_rule(rule, tolerance, lang) for rule in RULES]
    columns = [
        Column("what", say("pages.sources.what", lang), width="18%"),
        Column("how", say("pages.sources.how", lang), width="42%"),
        Column("why", say("pages.sources.why", lang), "muted"),
    ]
    table = goal_table(
        cells,
        columns,
        lang,
        title=say("pages.sources.method-title", lang),
        subtitle=say("pages.sources.method-sub", lang),
    )
    return stacked([_lamp_rules(standing, lang), table])


def _tolerances(standing: Standing, lang: str) -> str:
    """What 左右 tolerates: one percentage, or each with the regions that set it."""
    users: dict[str, list[str]] = {}
    for region in standing.regions():
        if standing.hides(region):
            continue
        known = standing.catalogue.region(region) or {}
        users.setdefault(known["about_tolerance"], []).append(standing.name(known, lang))
    if len(users) < 2:
        return percent(next(iter(users), ABOUT_TOLERANCE), lang, places=2)
    comma = say("pages.list-comma", lang)
    return comma.join(
        say("pages.sources.tolerance", lang, tolerance=percent(one, lang, places=2),
            regions=comma.join(names))
        for one, names in users.items()
    )  # fmt: skip


def _lamp_rules(standing: Standing, lang: str) -> str:
    """Every lamp rule of the register with its citation, those in use first."""
    from dashboard.progress.lamp_rules import rules_of
    from dashboard.wording.lamp_rules import rule_sentence

    users: dict[str, list[str]] = {}
    for region in standing.regions():
        for id in dict.fromkeys(row["lamp_rule"] for row in standing.rows(region)):
            name = standing.name(standing.catalogue.region(region), lang)
            users.setdefault(id, []).append(name)
    rules = rules_of(lamp_rules(standing))
    cells: list[dict[str, object]] = [
        {
            "rule": rule.name.get(lang) or id,
            "source": rule.source.get(lang, ""),
            "bands": Cell(rule_sentence(rule, lang), sub=rule.undefined.get(lang)),
            "used": say("pages.list-comma", lang).join(users.get(id, [])) or None,
        }
        for id, rule in sorted(rules.items(), key=lambda each: each[0] not in users)
    ]
    columns = [
        Column("rule", say("pages.explanation.rule", lang), width="18%"),
        Column("source", say("pages.sources.rule-source", lang), "muted", "22%"),
        Column("bands", say("pages.sources.rule-bands", lang), width="42%"),
        Column("used", say("pages.sources.rule-used", lang), "muted"),
    ]
    title = say("pages.sources.rules-title", lang, n=len(rules))
    return goal_table(
        cells, columns, lang, title=title, subtitle=say("pages.sources.rules-sub", lang)
    )
