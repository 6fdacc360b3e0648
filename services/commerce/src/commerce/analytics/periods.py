"""Which days a report is of, and which days it is compared with. Days are the store's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from fastapi import Depends, Query

from ecomm_core.errors import Invalid

PRESETS: Final = {"7d": 7, "30d": 30, "90d": 90}
LONGEST: Final = 366
"""Days of a period of one's own."""

EARLIEST: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.until - self.since).days + 1

    @property
    def before(self) -> "Period":
        """As many days right before."""
        return Period(self.since - timedelta(days=self.days), self.since - timedelta(days=1))

    def each(self) -> list[date]:
        """Its days."""
        return [self.since + timedelta(days=n) for n in range(self.days)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the last days, or days from and to."""

    last: int
    since: date | None = None
    until: date | None = None

    def period(self, now: datetime, timezone: str) -> Period:
        """The days of a store. Raises Invalid (422) for days that are not."""
        today = now.astimezone(ZoneInfo(timezone)).date()
        if self.since is None or self.until is None:
            return Period(today - timedelta(days=self.last - 1), today)
        if self.until > today:
            raise Invalid.on_field("to", "This day has not come yet.")
        return Period(self.since, self.until)


def bounds(since: date, until: date, timezone: str) -> Sequence[datetime]:
    """Where each day begins, and where the last one ends; a day is as long as the clocks say."""
    zone = ZoneInfo(timezone)
    days = (until - since).days + 1
    return [datetime.combine(since + timedelta(days=n), time(), zone) for n in range(days + 1)]


async def _wanted(
    last: Annotated[Literal["7d", "30d", "90d"], Query(alias="range")] = "30d",
    since: Annotated[
        date | None, Query(alias="from", description="The first day, with `to`, in place of range.")
    ] = None,
    until: Annotated[date | None, Query(alias="to", description="The last day.")] = None,
) -> Wanted:
    if (since is None) != (until is None):
        raise Invalid.on_field("to" if until is None else "from", "Give both days, or a range.")
    if since is not None and until is not None:
        if since < EARLIEST:
            raise Invalid.on_field("from", "Nobody sold here then.")
        if until < since:
            raise Invalid.on_field("to", "The last day comes before the first.")
        if (until - since).days >= LONGEST:
            raise Invalid.on_field("to", f"A period has {LONGEST} days at most.")
    return Wanted(PRESETS[last], since, until)


WantedDep = Annotated[Wanted, Depends(_wanted)]
