"""Quantity breaks: the more units, the less each costs.

A break sets the price of a unit, rounded once; a line saves that for each of its units. So a table
of prices shown to a shopper is exact, and more units never cost more apiece. Of several rules a
line has one price: of the highest priority, then the one that saves most, then the oldest.
"""

from collections.abc import Iterator, Sequence

from commerce.promotions.engine.model import Basket, Counting, Rule, Volume
from ecomm_core.money import PPM, divide_rounding


def unit_price(volume: Volume, price: int, count: int) -> int:
    """What one unit of `price` costs when `count` units come together: the lowest of the breaks
    that are reached, never more than `price` and never below zero."""
    reached = [price]
    for tier in volume.tiers:
        if tier.quantity > count:
            break
        if tier.percent_ppm is not None:
            reached.append(price - divide_rounding(price * tier.percent_ppm, PPM))
        elif tier.price is not None:
            reached.append(tier.price)
    return max(min(reached), 0)


def counts(rule: Rule, basket: Basket) -> list[int]:
    """Per item, how many units count together for its price; 0 for what the rule does not speak of.

    Raises ValueError for a rule without breaks.
    """
    if rule.volume is None:
        raise ValueError("this rule has no quantity breaks")
    matching = [rule.selection.has(item) for item in basket.items]
    by_product: dict[object, int] = {}
    for item, match in zip(basket.items, matching, strict=True):
        if match:
            by_product[item.product_id] = by_product.get(item.product_id, 0) + item.quantity
    together = sum(by_product.values())
    found = []
    for item, match in zip(basket.items, matching, strict=True):
        own = {
            Counting.LINE: item.quantity,
            Counting.PRODUCT: by_product.get(item.product_id, 0),
            Counting.SELECTION: together,
        }[rule.volume.counting]
        found.append(own if match else 0)
    return found


def savings(rules: Sequence[Rule], basket: Basket) -> Iterator[tuple[Rule, list[int]]]:
    """What each rule takes off each line, in the order of the rules; of a line one rule takes."""
    ordered = sorted(rules, key=lambda rule: (-rule.priority, rule.id))
    by_rule = {rule.id: _alone(rule, basket) for rule in ordered}
    taken = {rule.id: [0] * len(basket.items) for rule in ordered}
    for place in range(len(basket.items)):
        takers = [rule for rule in ordered if by_rule[rule.id][place] > 0]
        if not takers:
            continue
        highest = [rule for rule in takers if rule.priority == takers[0].priority]
        winner = max(highest, key=lambda rule: by_rule[rule.id][place])
        taken[winner.id][place] = by_rule[winner.id][place]
    for rule in rules:
        yield rule, taken[rule.id]


def _alone(rule: Rule, basket: Basket) -> list[int]:
    if rule.volume is None:
        raise ValueError("this rule has no quantity breaks")
    return [
        (item.unit_price - unit_price(rule.volume, item.unit_price, count)) * item.quantity
        if count
        else 0
        for item, count in zip(basket.items, counts(rule, basket), strict=True)
    ]
