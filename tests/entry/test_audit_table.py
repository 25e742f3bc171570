"""What the audit's page says of a figure: short, exact on hover, and never a change that reads as none."""

from dashboard.audit.entries import Entry
from dashboard.entry.audit_table import audit_table
from dashboard.register import Catalogue


def told(catalogue: Catalogue, before: str, after: str) -> str:
    changed = Entry(
        "2026-09-03T02:00:00Z", "li", "", "figure", "changed", "binzhou",
        "high-end-aluminium/revenue", "2026-M08", before, after, "", "1",
    )  # fmt: skip
    return str(audit_table(catalogue, [changed], "zh"))


def test_a_figure_is_told_in_its_large_unit_with_every_digit_on_hover(catalogue: Catalogue) -> None:
    html = told(catalogue, "471135000000", "475000000000")
    assert '<del title="471,135,000,000 元">4,711.35 亿元</del>' in html
    assert '<span title="475,000,000,000 元">4,750 亿元</span>' in html


def test_a_change_smaller_than_the_words_is_told_in_full(catalogue: Catalogue) -> None:
    html = told(catalogue, "471135000000", "471135000000.5")
    assert ">471,135,000,000 元</del>" in html
    assert ">471,135,000,000.5 元</span>" in html


def test_an_assigned_leader_stands_beside_the_clusters_name_and_from_which_day_on(
    catalogue: Catalogue,
) -> None:
    assigned = Entry(
        "2026-09-03T02:00:00Z", "li", "", "official", "assigned", "binzhou",
        "high-end-aluminium", "2025-01-01", "", "甲 / 副市长", "", "1",
    )  # fmt: skip
    html = str(audit_table(catalogue, [assigned], "zh"))
    assert "滨州市\u00a0· 高端铝业\u00a0· 自2025年1月1日起" in html


def test_a_count_is_told_with_what_it_counts(catalogue: Catalogue) -> None:
    changed = Entry(
        "2026-09-03T02:00:00Z", "li", "", "figure", "changed", "binzhou",
        "binzhou/innovation-carriers", "2025", "46", "1250", "", "1",
    )  # fmt: skip
    html = str(audit_table(catalogue, [changed], "zh")).replace("\u00a0", " ")
    assert "46 家</" in html and "1,250 家</" in html
