"""Rules, gift cards and their words from rows as JSON has them, and the trace as it is stored."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.promotions.engine.model import (
    Bogo,
    Counting,
    DiscountClass,
    DiscountKind,
    Rule,
    Selection,
    Tier,
    Verdict,
    Volume,
)

Convert = Callable[[int], int]


def as_it_is(amount: int) -> int:
    """No conversion."""
    return amount


def rule_of(
    row: Mapping[str, Any], convert: Convert = as_it_is, *, currency: str | None = None
) -> Rule:
    """The rule of a row of `discounts`. `convert` brings amounts in the store's currency into the
    cart's; amounts of a rule with a currency of its own stay as they are. `currency` is the cart's:
    prices that the merchant set in it go before converted ones."""
    kind = DiscountKind(row["kind"])
    change = as_it_is if row["currency"] is not None else convert
    money = kind is not DiscountKind.PERCENTAGE and row["value"]
    bogo = row["bogo"]
    return Rule(
        id=UUID(row["id"]),
        name=row["name"],
        kind=kind,
        target=DiscountClass(row["target"]),
        value=change(row["value"]) if money else row["value"],
        each=row["each"],
        code=row["code"],
        active=row["active"],
        starts_at=_moment(row["starts_at"]),
        ends_at=_moment(row["ends_at"]),
        currency=row["currency"],
        minimum_subtotal=None
        if row["minimum_subtotal"] is None
        else change(row["minimum_subtotal"]),
        minimum_quantity=row["minimum_quantity"],
        selection=selection_of(row["selection"]),
        segments=frozenset(UUID(segment) for segment in row["segments"]),
        bogo=None
        if bogo is None
        else Bogo(
            buy=bogo["buy"],
            get=bogo["get"],
            percent_ppm=bogo["percent_ppm"],
            gets=selection_of(bogo.get("gets") or {}),
            times=bogo.get("times"),
        ),
        volume=None if row["volume"] is None else volume_of(row["volume"], convert, currency),
        usage_limit=row["usage_limit"],
        used=row["used"] - row["held_here"],
        customer_limit=row["customer_limit"],
        used_by_customer=row["used_by_customer"],
        priority=row["priority"],
        exclusive=row["exclusive"],
        exclusive_group=row["exclusive_group"],
        combines_with=frozenset(DiscountClass(name) for name in row["combines_with"]),
    )


def selection_of(row: Mapping[str, Any]) -> Selection:
    """A selection as a discount stores it; what is not named is empty."""
    return Selection(
        products=_ids(row, "products"),
        groups=_ids(row, "groups"),
        excluded_products=_ids(row, "excluded_products"),
        excluded_groups=_ids(row, "excluded_groups"),
    )


def volume_of(
    row: Mapping[str, Any], convert: Convert = as_it_is, currency: str | None = None
) -> Volume:
    """Quantity breaks as a discount stores them: `price` is in the store's currency, `prices` are
    the merchant's own in others."""
    return Volume(
        tiers=tuple(_tier(tier, convert, currency) for tier in row["tiers"]),
        counting=Counting(row["counting"]),
    )


def _tier(row: Mapping[str, Any], convert: Convert, currency: str | None) -> Tier:
    if row.get("percent_ppm") is not None:
        return Tier(row["quantity"], percent_ppm=row["percent_ppm"])
    own = (row.get("prices") or {}).get(currency)
    return Tier(row["quantity"], price=convert(row["price"]) if own is None else own)


def uses_groups(row: Mapping[str, Any]) -> bool:
    """Whether a discount's row speaks of collections or categories."""
    selections = [row["selection"], (row["bogo"] or {}).get("gets") or {}]
    return any(part.get("groups") or part.get("excluded_groups") for part in selections)


def trace_entry(verdict: Verdict) -> dict[str, Any]:
    """A line of the trace as carts, checkouts and orders store it."""
    return {
        "rule_id": str(verdict.rule_id),
        "name": verdict.name,
        "code": verdict.code,
        "kind": verdict.kind.value,
        "target": verdict.target.value,
        "applied": verdict.applied,
        "amount": verdict.amount,
        "reason": verdict.reason.value if verdict.reason is not None else None,
        "facts": dict(verdict.facts),
    }


def _ids(row: Mapping[str, Any], name: str) -> frozenset[UUID]:
    return frozenset(UUID(value) for value in row.get(name) or ())


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
