"""What a change in the middle of a period costs: pure sums over whole seconds and minor units.

The rest of the paid period is given back at its price, the rest of it is charged at the new one;
with another interval a whole new period begins. Halves are rounded up, away from zero.
"""

import calendar
from dataclasses import dataclass
from datetime import datetime

from ecomm_connectors.subscriptions.port import Preview, PreviewLine


@dataclass(frozen=True, slots=True)
class Period:
    """A paid period."""

    start: datetime
    end: datetime

    def share(self, amount: int, at: datetime) -> int:
        """What of `amount` belongs to the rest of the period after `at`."""
        whole = int((self.end - self.start).total_seconds())
        rest = int((self.end - min(max(at, self.start), self.end)).total_seconds())
        return (2 * amount * rest + whole) // (2 * whole) if whole > 0 else 0


def next_end(start: datetime, interval: str, *, anchor_day: int | None = None) -> datetime:
    """The end of a period: the same day of the next month or year, or that month's last."""
    day = anchor_day or start.day
    months = 12 if interval == "year" else 1
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(day, last))


def prorated(
    *,
    period: Period,
    old_interval: str,
    old_total: int,
    old_title: str,
    interval: str,
    total: int,
    title: str,
    currency: str,
    at: datetime,
    balance: int = 0,
) -> Preview:
    """The change as of `at`. balance: credit (> 0) from earlier, used first; below zero it is
    owed."""
    at = at.replace(microsecond=0)
    unused = period.share(old_total, at)
    if interval == old_interval:
        charged, next_at = period.share(total, at), period.end
    else:
        charged, next_at = total, next_end(at, interval)
    lines = [
        PreviewLine(f"Unused time of {old_title}", -unused),
        PreviewLine(f"{title} until {next_at:%Y-%m-%d}", charged),
    ]
    if balance:
        words = "Credit from earlier" if balance > 0 else "Credit taken back"
        lines.append(PreviewLine(words, -balance))
    due = charged - unused - balance
    return Preview(
        lines=tuple(line for line in lines if line.amount),
        due_now=max(due, 0),
        credit=max(-due, 0),
        each_period=total,
        currency=currency,
        next_at=next_at,
        at=at,
    )
