"""When a store's research is due: 08:00 on its own clocks, summer and winter."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AT: Final = time(8, 0)
WEEKLY: Final = 7


def local_day(now: datetime, timezone: str) -> date:
    """The store's calendar day."""
    return now.astimezone(ZoneInfo(timezone)).date()


def eight(day: date, timezone: str) -> datetime:
    """08:00 of a day of the store's, as UTC."""
    return datetime.combine(day, AT, ZoneInfo(timezone)).astimezone(UTC)


def next_eight(now: datetime, timezone: str, days: int = 1) -> datetime:
    """The first 08:00 after now; with `days` 7, that of the day a week after today."""
    today = local_day(now, timezone)
    if days == 1 and now < eight(today, timezone):
        return eight(today, timezone)
    return eight(today + timedelta(days=days), timezone)
