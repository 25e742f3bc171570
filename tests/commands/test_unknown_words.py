"""Words the command line does not know are refused, with the nearest one where there is one."""

from collections.abc import Callable

import pytest

from tests.commands.conftest import Run

Sheet = Callable[..., str]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("actuals", "history", "--region", "binzou"), "did you mean “binzhou”?"),
        (("actuals", "history", "--region", "nope"), "The register has no region “nope”."),
        (("actuals", "history", "--indicator", "revenu"), "did you mean “revenue”?"),
        (("actuals", "history", "--subject", "fine-chemical"), "did you mean “fine-chemicals”?"),
        (("actuals", "history", "--period", "garbage"), "The period “garbage” cannot be read"),
        (("actuals", "export", "--region", "nope"), "The register has no region “nope”."),
        (("assess", "--on", "garbage"), "YYYY-MM-DD"),
        (("actuals", "export", "--as-of", "garbage"), "YYYY-MM-DDTHH:MM"),
        (("audit", "list", "--most", "-1"), "--most cannot be “-1”."),
        (("user", "audit", "--most", "0"), "--most cannot be “0”."),
        # Bytes of another encoding, as a terminal passes them on.
        (("audit", "search", "\udcff"), "TEXT cannot be “"),
        (("audit", "list", "--person", "Li\udcff"), "--person cannot be “Li"),
        (("frobnicate",), "There is no command “frobnicate”; choose from serve,"),
        (("actuals", "frobnicate"), "There is no command “frobnicate”; choose from import,"),
        ((), "No command is given."),
    ],
)
def test_what_is_not_known_is_refused_with_one_sentence(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    done = run(*words)
    assert done.code != 0
    assert done.out == ""
    assert said in done.err
    assert len(done.complaints) == 1


def test_the_history_is_found_by_printed_names_and_periods_too(run: Run, sheet: Sheet) -> None:
    line = "binzhou,high-end-aluminium,revenue,2025-M09,3400 亿元,"
    run("actuals", "import", sheet(line))
    words = ("--region", "滨州市", "--subject", "高端铝业", "--period", "2025年1-9月")
    assert "340000000000" in run("actuals", "history", *words).out
