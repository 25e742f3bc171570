"""A document record, seeds/<document>.yaml: what was published, clause by clause."""

from typing import Any

from dashboard.register.models.words import (
    Date,
    Id,
    Names,
    Printed,
    Sha256,
    Strict,
    Text,
    UnitName,
    Wording,
    YesNo,
    close_mappings,
    described,
)


class TextFile(Strict):
    """The text that the record was read from."""

    file: Text = described("Its file name.", "000_ef4a9200a4262919.txt", "the web page")
    sha256: Sha256 = described("Its checksum.", "64 hexadecimal digits", "abc")


class Clause(Strict):
    """A numbered clause: heading, answerable units, printed wordings."""

    id: Printed = described("As printed.", "二(一)3", "para 3")
    heading: Names = described("Its heading.", "{zh: 发展目标, en: Development goals}", "goals")
    units: list[Text] = described(
        "Responsible units in printed order, lead first.",
        "[市工业和信息化局]",
        "MIIT",
        default_factory=list,
    )
    units_from: Printed | None = described(
        "The clause whose units also answer for this one.", "二(一)1", "above", default=None
    )
    also: list[Text] = described(
        "Units added by a general sentence (会各区人民政府).",
        "[各区人民政府]",
        "all",
        default_factory=list,
    )
    wordings: list[Wording] = described(
        "Printed wordings of at most 25 characters.",
        "[到2027年]",
        "(a paragraph)",
        default_factory=list,
    )


class Note(Strict):
    """A defect of the source."""

    id: Id = described("Its id.", "printed-twice", "缺陷1")
    text: Names = described("What is wrong.", "{zh: 正文重复, en: Printed twice}", "twice")


class Reading(Note):
    """How a doubtful place is read."""

    assumption: YesNo = described(
        "True when the document does not say so.", "true", "maybe", default=False
    )


class MissingAnnex(Strict):
    """Something announced that is not there."""

    name: Names = described("What is missing.", "{zh: 附件, en: Annex}", "annex")


class Document(Strict):
    """A published plan document."""

    id: Id | None = described(
        "The file's own name, which stands for it when left out.",
        "binzhou-2024",
        "18号",
        default=None,
    )
    title: Names = described("Its title.", "{zh: …, en: …}", "title")
    number: Printed | None = described(
        "Its printed number, or null.", "滨政办字〔2024〕18号", "18", default=None
    )
    number_printed: YesNo = described(
        "False when the source prints no number.", "false", "null", default=True
    )
    issuer: Names | None = described(
        "Who issued it.", "{zh: 滨州市人民政府办公室, en: …}", "gov", default=None
    )
    issued: Date = described("When, as year-month-day.", "2024-05-31", "May 2024")
    text: TextFile | None = described(
        "The text it was read from.", "{file: …, sha256: …}", "file", default=None
    )
    clauses: list[Clause] = described(
        "Its clauses.", "[{id: 一(二), …}]", "一(二)", default_factory=list
    )
    defects: list[Note] = described(
        "Source defects.", "[{id: …, text: …}]", "bad", default_factory=list
    )
    readings: list[Reading] = described(
        "Settled readings.", "[{id: …, text: …}]", "?", default_factory=list
    )
    missing: list[MissingAnnex] = described(
        "Missing annexes.", "[{name: …}]", "1", default_factory=list
    )
    units: dict[Text, UnitName] = described(
        "English names of units; left out, all are marked as not translated.",
        "市科技局: {en: …}",
        "市科技局: …",
        default_factory=dict,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a document record, for editors; kept at seeds/document.schema.json."""
    found = Document.model_json_schema()
    close_mappings(found)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": "Record of a published plan document",
    }
