"""Writes docs/register.md and seeds/document.schema.json from the register's own models and grammar.

So they cannot go stale: tests compare them.

python -m docs.register_guide
"""

import json
import re
from pathlib import Path
from typing import Any

from dashboard.register import document_schema, quantities, schema

PAGE = Path(__file__).parent / "register.md"
RECORD_SCHEMA = PAGE.parents[1] / "seeds" / "document.schema.json"
INTRODUCTION = """# The register, key by key

Written from the models by `python -m docs.register_guide`; a test keeps it current.

A register is one YAML file, `data/targets.yaml`, or a folder of such files (one per region), and a
record per published document in `seeds/`. The shipped files are the example to follow: copy the
plan that is most like yours. `cluster-dashboard check` lists all faults at once.

1. Put the document's record into `seeds/<document>.yaml`: title, number, issuer, date, the sha256
   of the text it was read from, the clauses with their responsible units, defects and readings.
2. Add the region, its clusters and any new indicator. The basis (营业收入, 产值, …) belongs to the
   indicator: figures on different bases never share an axis or a sum.
3. Add the plan: its tiers first, since the goals "each member reaches the threshold" and "so many
   clusters stand there" are derived from them, then the other goals, each with its clause and its
   printed wording of 25 characters at most.
4. A goal whose clause prints no year says `by: not printed`. Whatever you had to decide is a
   *reading* in the document's record, and shown.

YAML is read as written: `no` is a word, a date is text, and duplicate keys, anchors and tags are
refused.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    model = schema()
    parts = [INTRODUCTION, "## How values are written\n", _grammar(), "## Keys\n"]
    parts.append("### The file\n\n" + model["description"] + "\n\n" + _keys(model))
    parts += _parts(model)
    record = document_schema()
    parts.append("## Keys of a document's record, seeds/<document>.yaml\n")
    parts.append("### Document\n\n" + record["description"] + "\n\n" + _keys(record))
    parts += [part for part in _parts(record) if part not in parts]
    return "\n".join(parts)


def _parts(model: dict[str, Any]) -> list[str]:
    return [
        f"### {name}\n\n{part.get('description', '')}\n\n" + _keys(part)
        for name, part in model["$defs"].items()
    ]


def record_schema() -> str:
    """Return the schema of a document's record as it is kept."""
    return json.dumps(document_schema(), ensure_ascii=False, indent=2) + "\n"


def _grammar() -> str:
    lines = (quantities.__doc__ or "").splitlines()
    rulers = [i for i, line in enumerate(lines) if line.startswith("=====")]
    widths = [match.span() for match in re.finditer(r"=+", lines[rulers[0]])]
    starts = [start for start, _ in widths] + [200]

    def row(line: str) -> str:
        cells = _cells(line, starts)
        return "| " + " | ".join(cell.replace("``", "`") for cell in cells) + " |"

    table = [row(lines[rulers[0] + 1]), "| --- " * len(widths) + "|"]
    table += [row(line) for line in lines[rulers[1] + 1 : rulers[2]]]
    before = "\n".join(lines[: rulers[0]]).strip()
    after = "\n".join(lines[rulers[2] + 1 :]).strip()
    return "\n".join([before, "", *table, "", after.replace("``", "`"), ""])


def _cells(line: str, starts: list[int]) -> list[str]:
    # Columns are ruled by what is seen: a wide character takes two places.
    places = [2 if ord(character) > 0x2E7F else 1 for character in line]
    at, cells = 0, [""] * (len(starts) - 1)
    for character, width in zip(line, places, strict=True):
        column = max(i for i, start in enumerate(starts[:-1]) if start <= at)
        cells[column] += character
        at += width
    return [cell.strip() for cell in cells]


def _keys(model: dict[str, Any]) -> str:
    if "properties" not in model:
        return ""
    rows = ["| key | what it is |", "| --- | --- |"]
    needed = set(model.get("required", ()))
    for key, about in model["properties"].items():
        text = str(about.get("description", "")).replace("|", "\\|")
        choices = _choices(about)
        must = " **Required.**" if key in needed else ""
        rows.append(f"| `{key}` | {text}{choices}{must} |")
    return "\n".join(rows) + "\n"


def _choices(about: dict[str, Any]) -> str:
    names = about.get("enum")
    return f" One of {', '.join(f'`{name}`' for name in names)}." if names else ""


def main() -> None:
    """Write the page beside this file, and the schema beside the records."""
    PAGE.write_text(page(), encoding="utf-8")
    RECORD_SCHEMA.write_text(record_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
