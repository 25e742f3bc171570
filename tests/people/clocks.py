"""A clock that tests set, so that nothing waits."""

from datetime import UTC, datetime, timedelta


class SetClock:
    """Stands still at a morning in October until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **length: float) -> None:
        self.now += timedelta(**length)
