"""How soon a supplier's product is read again (rules §10: poll by risk). Pure."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

SOONEST: Final = timedelta(minutes=5)
CALM: Final = timedelta(hours=12)
SELLING: Final = timedelta(hours=2)
HOT: Final = timedelta(hours=1)
GONE: Final = timedelta(hours=24)
MANY_SALES: Final = 10
RESTLESS: Final = 2
"""Changes of cost in a week from which a product counts as volatile."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What depends on a product, and how it behaves. `sales` and `changes` of the last seven days;
    `stale_after`: when a reading is too old to sell on."""

    sales: int
    changes: int
    doubtful: bool
    gone: bool
    stale_after: timedelta


def wait(risk: Risk) -> timedelta:
    """Until the next reading: soon where one reading has said something bad, hourly for what sells
    much, never so late that the last reading has become stale by then."""
    if risk.doubtful:
        return SOONEST
    if risk.sales >= MANY_SALES:
        calm = HOT
    elif risk.sales > 0:
        calm = SELLING
    else:
        calm = GONE if risk.gone else CALM
    if risk.changes >= RESTLESS:
        calm /= 2
    return max(min(calm, risk.stale_after / 2), SOONEST)
