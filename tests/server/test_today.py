"""Which day it is: China's, whatever the zone of the machine."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.settings import Settings


@pytest.fixture(params=["Pacific/Honolulu", "Pacific/Kiritimati"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Put the machine's clock ten hours behind, or fourteen ahead of Greenwich."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_today_is_chinas_day(tmp_path: Path) -> None:
    settings = Settings.from_environment(cache=tmp_path)
    eight = timedelta(hours=8)
    before, today, after = (
        (datetime.now(UTC) + eight).date(),
        settings.on(),
        (datetime.now(UTC) + eight).date(),
    )
    assert before <= today <= after
