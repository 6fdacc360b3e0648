"""What operations make of a product, as facts by name. Pure: nothing is read or written here.

A product is a flat mapping: `status`, `vendor`, `product_type`, `tags`, `category_ids`, for each
collection an operation names `collection:<id>` (whether it is in it), and for each live variant
`variant:<id>:price`, `…:compare_at_price`, `…:cost`, `…:policy`.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from commerce.catalog.bulk.schemas import (
    ChangeCategory,
    ChangeCollection,
    ChangeTags,
    KnownOperation,
    Operation,
    ScaleMoney,
    SetMoney,
    SetPolicy,
    SetPrices,
    SetStatus,
    SetWord,
    ShiftMoney,
)
from commerce.catalog.products.values import clean_tags
from ecomm_core.money import MAX_AMOUNT, divide_rounding

Facts = dict[str, Any]
MILLION: Final = 1_000_000
MAX_TAGS: Final = 250
MAX_CATEGORIES: Final = 50


class Refused(Exception):
    """An operation cannot be done to this product; the text is shown to the merchant."""


def applied(
    before: Mapping[str, Any],
    operations: Iterable[KnownOperation],
    prices: Mapping[str, Any] = MappingProxyType({}),
) -> Facts:
    """The product after all operations, in their order. `prices`: those that were worked out for
    its variants, for `SetPrices`; of variants that are gone nothing is written. Raises Refused."""
    facts = dict(before)
    for operation in operations:
        if isinstance(operation, SetPrices):
            facts |= {name: value for name, value in prices.items() if name in facts}
        else:
            _apply(facts, operation)
    return facts


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Name -> (before, after) of what differs."""
    return {name: (before[name], value) for name, value in after.items() if before[name] != value}


def restored(
    now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Facts, list[str]]:
    """(the product with what the edit changed put back, names of what stays because somebody
    changed it since, or because it is gone)."""
    facts, kept = dict(now), []
    for name, value in before.items():
        if name in now and now[name] == after[name]:
            facts[name] = value
        else:
            kept.append(name)
    return facts, kept


def collections_of(operations: Iterable[KnownOperation]) -> set[UUID]:
    """Collections the operations name."""
    return {one.collection_id for one in operations if isinstance(one, ChangeCollection)}


def event_names(names: Iterable[str]) -> list[str]:
    """Names of changed facts as a product's events say them."""
    found = set()
    for name in names:
        if name.startswith("variant:"):
            found.add(name.rpartition(":")[2])
        elif name.startswith("collection:"):
            found.add("collections")
        else:
            found.add(name)
    return sorted(found)


def _apply(facts: Facts, operation: Operation) -> None:
    match operation:
        case SetMoney() | ShiftMoney() | ScaleMoney():
            for name in [key for key in facts if key.endswith(f":{operation.field}")]:
                facts[name] = _money(facts[name], operation)
        case SetStatus():
            facts["status"] = operation.status.value
        case ChangeTags():
            facts["tags"] = _tags(facts["tags"], operation)
        case SetWord():
            facts[operation.op.removeprefix("set_")] = operation.value or None
        case ChangeCategory():
            facts["category_ids"] = _categories(facts["category_ids"], operation)
        case ChangeCollection():
            facts[f"collection:{operation.collection_id}"] = operation.op == "add_to_collection"
        case SetPolicy():
            for name in [key for key in facts if key.endswith(":policy")]:
                facts[name] = operation.policy


def _money(amount: int | None, operation: SetMoney | ShiftMoney | ScaleMoney) -> int | None:
    if isinstance(operation, SetMoney):
        return operation.amount
    if amount is None:
        return None
    if isinstance(operation, ShiftMoney):
        changed = amount + operation.by
    else:
        changed = divide_rounding(amount * (MILLION + operation.by_ppm), MILLION)
    if changed < 0:
        raise Refused("An amount would fall below zero.")
    if changed > MAX_AMOUNT:
        raise Refused("An amount would be larger than is possible.")
    return changed


def _tags(tags: list[str], operation: ChangeTags) -> list[str]:
    if operation.op == "remove_tags":
        out = {tag.casefold() for tag in operation.tags}
        return [tag for tag in tags if tag.casefold() not in out]
    known = {tag.casefold() for tag in tags}
    found = [*tags, *(tag for tag in clean_tags(operation.tags) if tag.casefold() not in known)]
    if len(found) > MAX_TAGS:
        raise Refused(f"A product can have {MAX_TAGS} tags at most.")
    return found


def _categories(ids: list[str], operation: ChangeCategory) -> list[str]:
    others = [one for one in ids if one != str(operation.category_id)]
    if operation.op == "remove_category":
        return others
    if len(others) >= MAX_CATEGORIES:
        raise Refused(f"A product can be in {MAX_CATEGORIES} categories at most.")
    return [str(operation.category_id), *others]


def closed_for(facts: MutableMapping[str, Any], full: Mapping[str, int]) -> str | None:
    """The collection that has no room left for this product, or None. `full`: name -> places."""
    for name, places in full.items():
        if facts.get(name) and places <= 0:
            return name
    return None
