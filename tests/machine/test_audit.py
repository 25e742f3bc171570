"""What `make audit` says of a lock, from answers that are given here."""

import json
from datetime import UTC, datetime

import pytest

from tests.machine.audit import Known, age_report, pinned, understood

LOCK = """\
alpha==1.0 \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via cluster-target-tracking-dashboard (pyproject.toml)
beta-core==2.1.post1 ; python_version >= '3.11' \\
    --hash=sha256:02
    # via alpha
gamma==3.0 ; python_version < '3.0' \\
    --hash=sha256:03
gamma==3.5 ; python_version >= '3.0' \\
    --hash=sha256:04
delta==0.9 \\
    --hash=sha256:05
"""
PINS = {"alpha": "1.0", "beta-core": "2.1.post1", "gamma": "3.5", "delta": "0.9"}
OFFERED = {
    "alpha": ["1.10", "1.9", "1.1", "1.0", "0.9"],
    "beta-core": ["2.1.post1", "2.1"],
    "gamma": ["4.0", "3.5"],
}
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_a_lock_is_read_as_this_python_installs_it() -> None:
    assert pinned(LOCK) == PINS


def test_the_age_is_told_package_by_package_those_most_behind_first() -> None:
    told = age_report(PINS, OFFERED, datetime(2026, 11, 21, tzinfo=UTC), NOW)
    assert [" ".join(line.split()) for line in told.splitlines()] == [
        "package locked newest releases since",
        "alpha 1.0 1.10 3",
        "gamma 3.5 4.0 1",
        "beta-core 2.1.post1 2.1.post1 0",
        "delta 0.9 ? ?",
        "",
        "The lock was last changed on 2026-11-21, 6 days ago.",
        "Of 4 packages 2 are behind, and the index did not answer for 1.",
    ]


def test_without_history_no_age_is_made_up() -> None:
    assert "is not known" in age_report(PINS, OFFERED, None, NOW)


def test_a_vulnerability_is_named_with_the_version_that_mends_it() -> None:
    fault = {"id": "CVE-2026-1", "fix_versions": ["1.0.1", "1.1"]}
    entries = [{"name": name, "version": version, "vulns": []} for name, version in PINS.items()]
    entries[0]["vulns"] = [fault]  # type: ignore[assignment]  # a list as the tool writes it
    told = json.dumps({"dependencies": entries, "fixes": []})
    assert understood(told, PINS) == Known(("alpha 1.0: CVE-2026-1, mended in 1.0.1, 1.1",), ())


@pytest.mark.parametrize("told", ["", "Traceback (most recent call last):", "{}", "[]"])
def test_no_answer_is_no_all_clear(told: str) -> None:
    assert understood(told, PINS) == Known((), tuple(PINS))


def test_a_package_that_was_skipped_was_not_found_safe() -> None:
    entries = [{"name": "alpha", "version": "1.0", "vulns": []}]
    entries += [{"name": name, "skip_reason": "not found"} for name in list(PINS)[1:]]
    told = json.dumps({"dependencies": entries, "fixes": []})
    assert understood(told, PINS) == Known((), ("beta-core", "gamma", "delta"))
