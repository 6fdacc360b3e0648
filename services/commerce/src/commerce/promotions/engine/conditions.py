"""Whether a rule may apply at all, before it meets the others. The first reason found is told."""

from collections.abc import Mapping

from commerce.promotions.engine import volume
from commerce.promotions.engine.model import Basket, DiscountKind, Reason, Rule

Refusal = tuple[Reason, Mapping[str, str | int]]


def refusal(rule: Rule, basket: Basket) -> Refusal | None:
    """Why `rule` cannot apply to `basket`, or None when it may.

    A minimum is judged on the matching items at their sale prices, before any promotion: a code a
    shopper qualified for is not lost because another discount made the cart cheaper.
    """
    return (
        _by_time(rule, basket)
        or _by_code(rule, basket)
        or _by_customer(rule, basket)
        or _by_use(rule, basket)
        or _by_items(rule, basket)
    )


def _by_time(rule: Rule, basket: Basket) -> Refusal | None:
    if not rule.active:
        return Reason.NOT_ACTIVE, {}
    if rule.starts_at is not None and basket.at < rule.starts_at:
        return Reason.NOT_STARTED, {"starts_at": rule.starts_at.isoformat()}
    if rule.ends_at is not None and basket.at >= rule.ends_at:
        return Reason.ENDED, {"ended_at": rule.ends_at.isoformat()}
    return None


def _by_code(rule: Rule, basket: Basket) -> Refusal | None:
    if rule.code is not None and rule.code.casefold() not in basket.codes:
        return Reason.CODE_NOT_GIVEN, {}
    return None


def _by_customer(rule: Rule, basket: Basket) -> Refusal | None:
    if rule.segments and not rule.segments & basket.segments:
        known = basket.customer_known
        return (Reason.OTHER_SEGMENT if known else Reason.NEEDS_CUSTOMER), {}
    limit = rule.customer_limit
    if limit is not None and basket.customer_known and rule.used_by_customer >= limit:
        return Reason.USED_BY_CUSTOMER, {"limit": limit}
    return None


def _by_use(rule: Rule, basket: Basket) -> Refusal | None:
    if rule.usage_limit is not None and rule.used >= rule.usage_limit:
        return Reason.USED_UP, {"limit": rule.usage_limit}
    if rule.currency is not None and rule.currency != basket.currency:
        return Reason.OTHER_CURRENCY, {"currency": rule.currency}
    return None


def _by_items(rule: Rule, basket: Basket) -> Refusal | None:
    matching = [item for item in basket.items if rule.selection.has(item)]
    if not matching:
        return Reason.NO_MATCHING_ITEMS, {}
    subtotal = sum(item.unit_price * item.quantity for item in matching)
    if rule.minimum_subtotal is not None and subtotal < rule.minimum_subtotal:
        return Reason.BELOW_MINIMUM_SUBTOTAL, {"minimum": rule.minimum_subtotal, "have": subtotal}
    units = sum(item.quantity for item in matching)
    if rule.minimum_quantity is not None and units < rule.minimum_quantity:
        return Reason.BELOW_MINIMUM_QUANTITY, {"minimum": rule.minimum_quantity, "have": units}
    if rule.volume is not None:
        most = max(volume.counts(rule, basket), default=0)
        if most < rule.volume.tiers[0].quantity:
            return Reason.BUY_MORE, {"minimum": rule.volume.tiers[0].quantity, "have": most}
    if rule.kind is DiscountKind.BOGO and rule.bogo is not None:
        gets = any(rule.bogo.gets.has(item) for item in basket.items)
        if not gets or units < rule.bogo.buy:
            return Reason.BUY_MORE, {"minimum": rule.bogo.buy, "have": units}
    return None
