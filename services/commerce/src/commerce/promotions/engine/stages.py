"""What a set of rules takes from a basket, stage by stage (R4.1): item promotions (volume prices
first: they are what a unit costs), BOGO, order promotions on the reduced subtotal, shipping
promotions. Nothing ever goes below zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from commerce.promotions.engine import bogo, volume
from commerce.promotions.engine.model import Basket, DiscountClass, DiscountKind, Rule
from ecomm_core.money import PPM, allocate, divide_rounding


@dataclass(slots=True)
class Taken:
    """Savings per line and off shipping, and what each rule took."""

    lines: list[int]
    shipping: int
    by_rule: dict[UUID, int]

    @property
    def total(self) -> int:
        """What is saved in all."""
        return sum(self.lines) + self.shipping


def apply(rules: Sequence[Rule], basket: Basket) -> Taken:
    """Apply rules that may stand together. Within a stage the higher priority comes first, then
    the older rule (ids are ordered by time)."""
    ordered = sorted(rules, key=lambda rule: (-rule.priority, rule.id))
    taken = Taken([0] * len(basket.items), 0, {})
    volumes = [rule for rule in ordered if rule.kind is DiscountKind.VOLUME]
    for rule, parts in volume.savings(volumes, basket) if volumes else ():
        _note(taken, rule, parts)
    for rule in (r for r in ordered if _is_item(r)):
        _note(taken, rule, _item_parts(rule, basket, _remaining(basket, taken)))
    offers = [rule for rule in ordered if rule.kind is DiscountKind.BOGO]
    if offers:
        units = bogo.units_of(basket, _remaining(basket, taken))
        for rule in offers:
            _note(taken, rule, bogo.give(rule, basket, units))
    for rule in (r for r in ordered if r.target is DiscountClass.ORDER):
        _note(taken, rule, _order_parts(rule, basket, _remaining(basket, taken)))
    for rule in (r for r in ordered if r.target is DiscountClass.SHIPPING):
        amount = _off(rule, basket.shipping - taken.shipping)
        taken.shipping += amount
        taken.by_rule[rule.id] = amount
    return taken


def _is_item(rule: Rule) -> bool:
    own_stage = rule.kind in (DiscountKind.BOGO, DiscountKind.VOLUME)
    return rule.target is DiscountClass.PRODUCT and not own_stage


def _remaining(basket: Basket, taken: Taken) -> list[int]:
    return [
        item.unit_price * item.quantity - taken.lines[position]
        for position, item in enumerate(basket.items)
    ]


def _note(taken: Taken, rule: Rule, parts: Sequence[int]) -> None:
    for position, part in enumerate(parts):
        taken.lines[position] += part
    taken.by_rule[rule.id] = sum(parts)


def _item_parts(rule: Rule, basket: Basket, remaining: Sequence[int]) -> list[int]:
    here = [rule.selection.has(item) for item in basket.items]
    if rule.kind is DiscountKind.PERCENTAGE:
        return [
            divide_rounding(left * rule.value, PPM) if match else 0
            for match, left in zip(here, remaining, strict=True)
        ]
    if rule.each:
        return [
            min(rule.value * item.quantity, left) if match else 0
            for match, item, left in zip(here, basket.items, remaining, strict=True)
        ]
    return _spread(rule, remaining, here)


def _order_parts(rule: Rule, basket: Basket, remaining: Sequence[int]) -> list[int]:
    return _spread(rule, remaining, [rule.selection.has(item) for item in basket.items])


def _spread(rule: Rule, remaining: Sequence[int], here: Sequence[bool]) -> list[int]:
    """One amount over the matching lines, by what is left of each: rounded once."""
    weights = [left if match else 0 for match, left in zip(here, remaining, strict=True)]
    return allocate(_off(rule, sum(weights)), weights, weights)


def _off(rule: Rule, base: int) -> int:
    if rule.kind is DiscountKind.FREE_SHIPPING:
        return base if rule.value == 0 else min(base, rule.value)
    if rule.kind is DiscountKind.PERCENTAGE:
        return divide_rounding(base * rule.value, PPM)
    return min(base, rule.value)
