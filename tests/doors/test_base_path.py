"""Which paths are ours where the dashboard lies below a path of another site."""

import pytest

from dashboard.doors.addresses import for_others, path_outside, path_within
from dashboard.settings import Settings

BELOW = Settings(address="https://site.example/targets")


@pytest.mark.parametrize(
    ("asked", "within"),
    [
        ("/targets/", "/"),
        ("/targets/region", "/region"),
        ("/targets/api/v1/goals", "/api/v1/goals"),
        # The address as it is typed; the door makes it good.
        ("/targets", ""),
        # Once, and not as often as it stands there: a proxy may have judged the rest.
        ("/targets/targets/metrics", "/targets/metrics"),
        ("/targetsregion", None),
        ("/Targets/region", None),
        ("/region", None),
        ("/", None),
        ("//targets/", None),
        # What a watch asks the server itself.
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
    ],
)
def test_of_all_paths_those_below_ours_are_ours(asked: str, within: str | None) -> None:
    assert path_within(asked, BELOW) == within


def test_on_a_host_of_its_own_every_path_is_as_it_was_asked() -> None:
    alone = Settings(address="https://targets.example")
    assert [path_within(path, alone) for path in ("/", "/region", "/targets")] == ["/", "/region", "/targets"]  # fmt: skip
    assert (path_outside("/region", alone), path_outside("/region", BELOW)) == ("/region", "/targets/region")  # fmt: skip


@pytest.mark.parametrize("asked", ["http://127.0.0.1:8501", "https://site.example"])
def test_what_is_shared_carries_the_path(asked: str) -> None:
    public = BELOW.with_changes(mode="team", reading="public")
    shared, _ = for_others(f"{asked}{path_outside('', public)}", public)
    assert shared == "https://site.example/targets"
