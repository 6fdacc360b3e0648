"""The sweeper drains what is due, however much it is."""

from collections.abc import Callable
from typing import Any

import pytest

from commerce.flows.sweep import sweep

Shift = Callable[[float], None]
MINUTE = 60.0


async def test_one_round_goes_through_all_that_is_due(
    shop: Any, shift_clock: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3.3: a page is no end of the round. Planted: stopping after the first page leaves three of
    the five held."""
    from commerce.flows import sweep as sweeper

    monkeypatch.setattr(sweeper, "BATCH", 2)
    variant = await shop.variant(stock=5)
    for _ in range(5):
        shopper = await shop.shopper((variant, 1))
        await shopper.start()
    shift_clock(21 * MINUTE)
    await sweep(shop.kernel)
    held = await shop.rows("select status from reservations")
    assert [row["status"] for row in held] == ["released"] * 5
