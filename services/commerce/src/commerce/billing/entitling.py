"""From what a business pays for to what it is entitled to, and what is in use of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ecomm_connectors.subscriptions.port import Item
from ecomm_core.plan_table import (
    ADD_ONS,
    CUSTOM_DOMAINS,
    EMAIL_CONTACTS,
    LADDER,
    PLANS,
    PRODUCTS,
    STORES,
    Interval,
)
from ecomm_core.plans import Standing

COUNTED: Final = (STORES, PRODUCTS, CUSTOM_DOMAINS, EMAIL_CONTACTS)
"""Limits whose use is counted, in the order people see them."""


@dataclass(frozen=True, slots=True)
class Use:
    """Use against one limit; `limit` None is unlimited. `lifted_by`: the plan that allows more."""

    name: str
    used: int
    limit: int | None
    lifted_by: str | None

    @property
    def percent(self) -> int | None:
        """Of the limit, rounded down; None where there is none."""
        if self.limit is None:
            return None
        return 100 * self.used // self.limit if self.limit else (100 if self.used else 0)


def entitlements(add_ons: Mapping[str, int]) -> dict[str, Any]:
    """What add-ons put on top of a plan; names that are not sold any more give nothing."""
    limits: dict[str, int] = {}
    features: list[str] = []
    for name, quantity in sorted(add_ons.items()):
        found = ADD_ONS.get(name)
        if found is None:
            continue
        if found.limit is not None:
            limits[found.limit] = limits.get(found.limit, 0) + quantity
        if found.feature is not None:
            features.append(found.feature)
    return {"limits": limits, "features": features}


def parts_of(items: Mapping[str, int]) -> tuple[str | None, dict[str, int]]:
    """(plan, add-ons) of a subscription's items; None: none of our plans."""
    plan = next((name for name in LADDER if name in items), None)
    return plan, {name: number for name, number in items.items() if name in ADD_ONS}


def items_of(plan: str, add_ons: Mapping[str, int], interval: Interval) -> tuple[Item, ...]:
    """What is bought, the plan first. Raises KeyError or ValueError for what is not sold."""
    price = PLANS[plan].price(interval)
    if price is None or PLANS[plan].on_request:
        raise ValueError(plan)
    bought = [Item(plan, PLANS[plan].title, price)]
    for name in ADD_ONS:
        if quantity := add_ons.get(name, 0):
            found = ADD_ONS[name]
            bought.append(Item(name, found.title, found.price(interval), quantity))
    return tuple(bought)


def uses(standing: Standing, used: Mapping[str, int]) -> list[Use]:
    """What is in use, of what is counted."""
    return [
        Use(
            name,
            used.get(name, 0),
            standing.limit(name),
            None
            if standing.limit(name) is None
            else standing.table.lifted_by(standing.plan, name, used.get(name, 0) + 1),
        )
        for name in COUNTED
    ]


def outgrown(plan: str, add_ons: Mapping[str, int], used: Mapping[str, int]) -> Sequence[Use]:
    """What is in use beyond the limits of another plan: it stays, and nothing is added to it."""
    raised = entitlements(add_ons)["limits"]
    found = Standing(plan, raised, frozenset(), None)
    return [one for one in uses(found, used) if one.limit is not None and one.used > one.limit]
