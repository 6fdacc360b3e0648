"""The price to name beside an announced reduction (R9.2): `omnibus`, from a variant's history."""

from collections.abc import Sequence
from datetime import datetime

from commerce.pricing.omnibus import Shown, lowest, running


def prior_price(history: Sequence[tuple[datetime, int]], now: datetime) -> int | None:
    """The lowest price of the 30 days before the running reduction began.

    Where a reduction is announced but the price never fell, it is the lowest of the last 30 days:
    what the shopper pays is then what everybody paid. None without any history.
    """
    shown = [Shown(at, price) for at, price in history]
    reduction = running(shown)
    return lowest(shown, before=now) if reduction is None else reduction.prior
