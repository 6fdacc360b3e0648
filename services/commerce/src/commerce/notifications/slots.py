"""When the daily summary of a store leaves: at eight in the morning, as the store's clocks say."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commerce.notifications.kinds import SUMMARY_HOUR


def next_summary(now: datetime, timezone: str) -> datetime:
    """The next summary after a moment. Where clocks change, the day has one all the same."""
    zone = zone_of(timezone)
    today = now.astimezone(zone).date()
    at = datetime.combine(today, time(SUMMARY_HOUR), zone)
    return at if at > now else datetime.combine(today + timedelta(days=1), time(SUMMARY_HOUR), zone)


def slot_of(now: datetime, timezone: str) -> str:
    """The name of the summary that leaves now: the store's day."""
    return now.astimezone(zone_of(timezone)).date().isoformat()


def zone_of(timezone: str) -> ZoneInfo:
    """A store's time zone; UTC where nobody knows it any more."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
