"""Days and months of budgets, UTC."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from llm_gateway.budgets.models import MICRO_PER_MINOR, Period


def starts_on(period: str, now: datetime) -> date:
    """First day of the running period."""
    today = now.date()
    return today if period == Period.DAY else today.replace(day=1)


def next_starts_on(period: str, starts: date) -> date:
    """First day of the one that follows."""
    if period == Period.DAY:
        return starts + timedelta(days=1)
    return (starts.replace(day=28) + timedelta(days=4)).replace(day=1)


def minor(micro: Decimal) -> str:
    """Micro-dollars as dollars, for a sentence."""
    return f"{micro / MICRO_PER_MINOR / 100:.2f}"
