"""Writes docs/register.md and seeds/document.schema.json from the register's own models and grammar.

So they cannot go stale: tests compare them.

python -m docs.register_guide
"""

import json
import re
from pathlib import Path
from typing import Any

from dashboard.register import document_schema, quantities, schema
from dashboard.register.figure_checks import BUILT_IN_CHECKS

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
refused. A number may stand in quotes or without.

## A whole register

Two files that stand by themselves; each kind of line can be copied. `data/targets.yaml`:

```yaml
version: 1
regions:
  riverside: {name: {zh: 河口市, en: Riverside}, level: prefecture}
units:
  vehicles: {name: {zh: 辆, en: vehicles}, base: count, decimals: false}
indicators:
  revenue: {name: {zh: 营业收入, en: Operating revenue}, unit: yuan, kind: flow, direction: up}
  growth: {name: {zh: 营收增速, en: Growth of revenue}, unit: fraction, kind: growth, direction: up, growth_of: revenue}
  firms: {name: {zh: 高新技术企业, en: High-tech firms}, unit: count, kind: stock, direction: up,
          counted: {zh: 家, en: firms}}
  energy: {name: {zh: 能耗指数, en: Energy index}, unit: fraction, kind: index, direction: down}
  cars: {name: {zh: 汽车产量, en: Cars built}, unit: vehicles, kind: flow, direction: up}
clusters:
  riverside:
    steel: {name: {zh: 钢铁, en: Steel}}
    ships: {name: {zh: 船舶, en: Ships}}
plans:
  riverside-2024:
    region: riverside
    document: riverside-2024
    name: {zh: 河口市规划, en: Riverside plan}
    period: 2024–2027
    code: {text: 2+N, parts: [2, open]}
    defaults: {indicator: revenue, by: 2027, clause: 一}
    tiers:
      - {id: thousand, threshold: 过1000亿级, count: 2, members: [steel, ships]}
      - {id: hundred, threshold: 100 亿元以上, count: open}
    goals:
      - {id: each-year, of: clusters, target: 3000 亿元, every: year}
      - {id: double, of: steel, target: 2 倍, measure: times base, base: {year: 2023, value: 600 亿元},
         milestones: [{by: 2025, target: 1.4 倍}]}
      - {id: growth, of: region, indicator: growth, target: ">= 12 % 每年", stretch: 突破 14 %}
      - {id: firms, of: clusters, indicator: firms, target: 850 家左右, base: {year: 2023, value: 500 家}}
      - {id: energy, of: region, indicator: energy, target: -13.5 %, measure: change from base,
         base: {year: 2023, value: 100 %}}
      - {id: cars, of: ships, indicator: cars, target: 3–5 万辆}
```

`seeds/riverside-2024.yaml`:

```yaml
title: {zh: 河口市产业集群发展规划, en: Cluster plan of Riverside}
issued: 2024-03-01
clauses:
  - {id: 一, heading: {zh: 发展目标, en: Goals}, units: [市工业和信息化局]}
```

## Questions that come up

**Which file needs `version`?** Each of them: every file of a folder begins with `version: 1`.

**How is a code written in `parts`?** One entry for each part of the slogan, in printed order, and
together they spell its `text`:

| part | written | counts a tier |
| --- | --- | --- |
| a number of clusters | `4` | yes |
| a range | `3–5` | yes |
| an open class (N, X) | `open` | yes |
| all clusters of the plan, as many as it names | `{clusters: 13}` | no |
| a batch, a rate, a product | `{text: 8%, means: {zh: 年均增长8%, en: 8 % growth a year}}` | no |

The parts that count a tier are held against the tiers in their order; `in_code: false` leaves a tier
out. "33618" is `[3, 3, 6, 18]`.

**What colours a lamp where no rule is declared?** The built-in rule `default`: green at a gap of 0
points or more, yellow from -10 to under 0, red below -10. A rule of that id in `lamp_rules` replaces
it; a region names another with `lamp_rule`. `rank` is no quantity of a single goal, and refused.

**What is an index?** `kind: index` is a number composed of others (a development index, an energy
index on a base of 100 %). It is read at a date, has decimals even where its unit is `count`, may fall
below zero and is never added up.

**What does `keep` mean?** `direction: keep` says that the value is there already and is to stay.
`保持 30 %` is kept at the number, with the region's tolerance on either side; `保持 30 % 以上` is kept
at or above it. While the number holds, the goal is on schedule "so far"; the final figure decides.

**In which measure are milestones written?** In the goal's own: `1.5 倍` for `times base`, `-6 %` for
`change from base`, `7 %` for `average growth` (that much a year up to the milestone's year), an amount
for `value`. A milestone of a later document names it with `document` and `clause`. A growth rate, a
goal of every year and a goal beside another series have no milestones, and `check` says so.

**How many stand in a tier whose members are not named?** That is entered as a figure: the subject
is `<plan>.<tier>`, the indicator `tier-count`. The same holds where not all members are named
(`members_complete: false`, or `20 左右`, `至少 3` without a word on it); those that are named are judged
by their own figures. Where nothing is entered, enough named ones are enough, and too few are "no data".

**What is `subject` in a CSV of figures?** The region's id, `clusters` for all of them together, a
cluster's id, a group's id, or `<plan>.<tier>` for a tier that is counted:

```csv
region,subject,indicator,period,value
binzhou,binzhou,taishan-talents,2025,12
binzhou,clusters,high-tech-firms,2025,790
binzhou,high-end-aluminium,revenue,2025,5150 亿元
```

A tier whose members are not all named would be `binzhou,binzhou-2024.parks,tier-count,2025,4`.

**Who was a member when?** `members: [{id: steel, from: 2025-03-01, until: 2026-12-31, document:
binzhou-2025}]`; who has no days was a member throughout. A verdict uses the members of its day, and to who is none the
tier's goal does not apply. One who left and came back stands twice.

**How is a level of recognition promised?** `recognition: national` instead of a threshold; a
cluster's `recognitions` say which level it reached, and when. No figure is entered.

**Who reports, how often, by when?** Where nothing is said, the first responsible unit reports each
series once a month (January and February as one), by the 15th of the next month, the Monday after
where that is a weekend; the region itself approves. A plan says otherwise for all its series with
`reporting`, a region for one indicator; what one leaves out is taken from the other:

```yaml
regions:
  xinle: {name: …, level: county, reporting: {high-tech-firms: {by: 市科技局, every: half-year}}}
plans:
  xinle-2023: {region: xinle, …, reporting: {day: 10, through: [xinle, shijiazhuang]}}
```

Public holidays are not known: only Saturdays and Sundays move a day.

**Which unit?** yuan, count and fraction are built in. Any other is declared once:

```yaml
units:
  yuan-per-person: {name: {zh: 元/人, en: yuan per person}, base: yuan}
  vehicles: {name: {zh: 辆, en: vehicles}, base: count, decimals: false}
  yuan-per-square-kilometre:
    name: {zh: 元/平方公里, en: yuan per square kilometre}
    multiples: [{name: {zh: 亿元/平方公里, en: hundred million yuan per square kilometre}, factor: 100000000}]
```

With a `base`, 万, 亿 and 万亿 may stand before the name (`1.5 万元/人`, `3 万辆`).

**What may be left out?** What all tiers and goals of a plan share stands once in its `defaults`
(`indicator`, `by`, `clause`); one that none of them takes is refused. A document's record needs a
title, the day and its clauses. A name in one language is enough: the other then reads `…（未译）` or
`… (untranslated)` until somebody writes it.

**How does a plan end?** Replaced: `status: superseded`, and the newer plan says `supersedes`. Without
a successor: `status: lapsed`, with `lapsed_on` where the day is known.

**Who is assigned to a cluster (包联)?** A plan that asks for a leader for each cluster names the clause:
`officials: 一(三)`. The cluster names the person, from when to when, and what says so; a day looked
back to shows the one of that day, and a cluster without one says that none is named.

```yaml
clusters:
  binzhou:
    high-end-aluminium:
      name: {zh: 高端铝业, en: High-end aluminium}
      officials:
        - {person: 甲, post: {zh: 副市长, en: Deputy mayor}, from: 2024-06-01, until: 2025-12-31}
        - {person: 乙, post: {zh: 副市长, en: Deputy mayor}, from: 2026-01-01}
```

Leaders can be entered as well, by who may enter all figures of the region: on the cluster's page, or by
`cluster-dashboard officials assign`, each with day, ground and author. An entered one counts from its
day until the next, and of the register and what is entered whoever began last; on one day the entered.

**How are clusters evaluated against each other?** By a method of the register: indicators with
weights, how their figures become points, what happens where one is missing, rounding, ties and
classes. It names the document and clause that prescribe it, or `source`, or says `ours: true`. This one
can be added to the whole register above.

```yaml
evaluation_methods:
  competitiveness:
    name: {zh: 集群综合竞争力评价办法, en: Evaluation of clusters}
    document: riverside-2024
    clause: 一
    indicators:
      - {indicator: revenue, weight: 50, normalisation: target share, most: 120}
      - {indicator: revenue, measure: growth, weight: 30, normalisation: min-max, least: 60}
      - {indicator: energy, weight: 20, normalisation: z-score, direction: down}
    missing: spread weight
    least_weight: 60
    ties: revenue
    classes: [{name: A, at_least: 90}, {name: B, at_least: 80}, {name: C, at_least: 60}, {name: D}]
```

What each normalisation reckons stands in [evaluations.md](evaluations.md).

**What does "basically in step" tolerate?** `基本同步` tolerates half a percentage point of growth below
the other series, or the region's `step_tolerance`; `同步` tolerates nothing, `优于` asks for more.
"""
CHECKS = """## What is asked of figures

One list of checks for every door: form, table, paste, CSV, Excel, API, command line. An error refuses
the figure, and with it the whole batch; a warning is saved with a reason, kept with the revision and
shown to the reviewer (a page asks for it; the command line and the API refuse without one, in the same
sentence); a notice is only said. This holds where the register says nothing:

{table}

`checks` says otherwise for all figures, for an indicator, or for the series that a plan's goals need;
what one leaves out is taken from above, and the plan has the last word:

```yaml
checks: {{outlier: {{deviations: 5, points: 24}}}}
indicators:
  revenue: {{name: …, unit: yuan, kind: flow, direction: up, checks: {{cumulative_falls: {{severity: error}}}}}}
plans:
  xinle-2023: {{region: xinle, …, checks: {{year_on_year: {{factor: 3}}, same_as_before: {{severity: off}}}}}}
```

**How is an outlier found?** By the series' own history: amounts, counts and indices by their growth
over the same period of last year, growth rates and shares as they are; of the figures before it, 55 at
most (five years of months). A figure is asked about when it lies further from the median than
`deviations` × 1.4826 × MAD, the median absolute deviation from that median, and further than `least`.
Where half of the history is one value, the MAD is 0 and `least` alone counts. The sentence names all
these numbers. One wrong figure in the history hardly moves either (Iglewicz and Hoaglin 1993).

**What is one slip?** `unit_slip`, `jump`, `year_on_year`, `month_share` and `outlier` often find the
same; it is asked about once, by the weightiest of them and of equals the first. A thousand times is a
slip of the unit: a first figure of 10,000 yuan against a goal of 5500亿 is asked about, as is one
entered before all that is recorded.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    model = schema()
    checks = CHECKS.format(table=_checks(model["$defs"]["FigureChecks"]["properties"]))
    parts = [INTRODUCTION, checks, "## How values are written\n", _grammar(), "## Keys\n"]
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


def _checks(described: dict[str, Any]) -> str:
    """Return the built-in checks as a table, with what the models say of each."""
    rows = ["| check | asks about | weighs | thresholds |", "| --- | --- | --- | --- |"]
    for key, check in BUILT_IN_CHECKS.items():
        meaning = str(described[key]["description"]).partition(" Good: ")[0].removesuffix(".")
        thresholds = ", ".join(f"`{name}: {value}`" for name, value in check.thresholds.items())
        rows.append(f"| `{key}` | {meaning} | {check.severity} | {thresholds or '—'} |")
    return "\n".join(rows)


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
    # What may stand with or without quotes is one choice.
    names = dict.fromkeys(str(name).lower() for name in about.get("enum", ()))
    return f" One of {', '.join(f'`{name}`' for name in names)}." if len(names) > 1 else ""


def main() -> None:
    """Write the page beside this file, and the schema beside the records."""
    PAGE.write_text(page(), encoding="utf-8")
    RECORD_SCHEMA.write_text(record_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
