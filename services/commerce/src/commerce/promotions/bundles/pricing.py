"""What a bundle costs, and what of it each component stands for. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from commerce.promotions.bundles.schemas import BundlePartOut, BundleTermsOut
from ecomm_core.api.schemas import Money
from ecomm_core.money import PPM, allocate, divide_rounding

_WORDS = {
    "gone": "{name} is gone.",
    "removed": "{name} is no longer among its product's variants.",
    "archived": "{name} is archived.",
    "draft": "{name} is a draft.",
    "sold_out": "{name} is sold out.",
}


def percent_price(total: int, percent_ppm: int) -> int:
    """The sum of the components' prices less a percentage, rounded once."""
    return total - divide_rounding(total * percent_ppm, PPM)


def components_total(parts: Sequence[Mapping[str, Any]]) -> int:
    """What the components cost one by one."""
    return sum((part["price"] or 0) * part["quantity"] for part in parts)


def terms(parts: Sequence[Mapping[str, Any]], price: int, currency: str) -> BundleTermsOut:
    """A bundle at a price: components with their shares, what is left, and why it is not sold."""
    total = components_total(parts)
    alone = [(part["price"] or 0) * part["quantity"] for part in parts]
    weights = alone if any(alone) else [part["quantity"] for part in parts]
    shares = allocate(price, weights)
    shown = [_part(part, share, currency) for part, share in zip(parts, shares, strict=True)]
    left = [part.available // part.quantity for part in shown if part.available is not None]
    lost = [part for part in shown if part.problem is not None]
    unsold = any(part.problem != "sold_out" for part in lost) or not shown
    return BundleTermsOut(
        components=shown,
        components_total=Money(amount=total, currency=currency),
        price=Money(amount=price, currency=currency),
        saved=Money(amount=max(total - price, 0), currency=currency),
        available=0 if unsold else min(left, default=None),
        reason=_reason(lost[0]) if lost else None,
    )


def _part(part: Mapping[str, Any], share: int, currency: str) -> BundlePartOut:
    available = part["available"]
    problem = part["status"] if part["status"] != "active" else None
    if problem is None and available is not None and available < part["quantity"]:
        problem = "sold_out"
    return BundlePartOut(
        variant_id=part["variant_id"],
        product_id=part["product_id"],
        title=part["title"] or "",
        variant_title=part["variant_title"] or "",
        sku=part["sku"],
        quantity=part["quantity"],
        price=Money(amount=part["price"] or 0, currency=currency),
        share=Money(amount=share, currency=currency),
        available=available,
        problem=problem,
    )


def _reason(part: BundlePartOut) -> str:
    name = part.title or "A component"
    return _WORDS[part.problem or "gone"].format(name=name)
