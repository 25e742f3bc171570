"""What a link asks for and a page cannot show is said, not dropped."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_pages.conftest import shown


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        (
            "cluster",
            {"region": "binzhou", "cluster": "fine-chemicals", "indicator": "output"},
            "This cluster has no goal and no figure for the indicator",
        ),
        (
            "cluster",
            {
                "region": "binzhou",
                "cluster": "fine-chemicals",
                "goal": "binzhou-2024.renovation-projects",
            },
            "is not one of this cluster",
        ),
        ("goals", {"p": "99"}, "There is no part 99"),
    ],
)
def test_what_a_page_cannot_show_is_said(
    open_page: Callable[..., AppTest], page: str, query: dict[str, str], said: str
) -> None:
    assert said in shown(open_page(page, **query, lang="en"))
