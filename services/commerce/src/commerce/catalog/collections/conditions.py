"""The conditions of smart collections as SQL over `products`. Values travel as parameters only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Subquery,
    and_,
    any_,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from commerce.catalog.collections.schemas import (
    CategoryRule,
    ComparePriceRule,
    CreatedRule,
    PriceRule,
    Rule,
    StockRule,
    TagRule,
    TextRule,
)
from commerce.catalog.kinds import Match
from commerce.catalog.models import Category, Product, ProductCategory, ProductVariant
from ecomm_core.text import sort_key

Condition = ColumnElement[bool]

_BETWEEN = "\x1f"
"""The control character that is made to separate units."""

_RULES: TypeAdapter[list[Rule]] = TypeAdapter(list[Rule])

TOUCHED_BY: dict[str, frozenset[str]] = {
    "title": frozenset({"title"}),
    "vendor": frozenset({"vendor"}),
    "product_type": frozenset({"product_type"}),
    "tags": frozenset({"tag"}),
    "category_ids": frozenset({"category"}),
    "price": frozenset({"price"}),
    "price_min": frozenset({"price", "compare_at_price"}),
    "price_max": frozenset({"price", "compare_at_price"}),
    "compare_at_price": frozenset({"compare_at_price"}),
    "variants": frozenset({"price", "compare_at_price", "stock"}),
    "stock": frozenset({"stock"}),
    "policy": frozenset({"stock"}),
}
"""A field that a product's event names -> what rules look at. Fields no rule looks at are absent:
their change re-runs nothing."""

ALL_FIELDS = frozenset[str]().union(*TOUCHED_BY.values(), {"created"})


def stored(rules: Sequence[Any]) -> list[dict[str, Any]]:
    """Rules as they are kept."""
    return [rule.model_dump(mode="json") for rule in rules]


def loaded(rules: Sequence[Any]) -> list[Rule]:
    """Rules as they were taken."""
    return _RULES.validate_python(list(rules))


def condition(match: Match, rules: Sequence[Rule], store_id: UUID, levels: Subquery) -> Condition:
    """What a product must meet: all of the rules, or any. `levels`: stock of every variant."""
    parts = [_of(rule, store_id, levels) for rule in rules]
    return and_(*parts) if match is Match.ALL else or_(*parts)


def _of(rule: Rule, store_id: UUID, levels: Subquery) -> Condition:
    match rule:
        case TextRule():
            return _words(rule)
        case TagRule():
            return _tag(rule)
        case PriceRule() | ComparePriceRule():
            return _price(rule)
        case StockRule():
            return _stock(rule, levels)
        case CategoryRule():
            return _category(rule, store_id)
        case CreatedRule():
            made = Product.created_at
            return made < rule.value if rule.op == "before" else made > rule.value


def _tag(rule: TagRule) -> Condition:
    # Written small as one text and taken apart again: there is no lower() of an array.
    small = func.string_to_array(func.lower(func.array_to_string(Product.tags, _BETWEEN)), _BETWEEN)
    has = func.lower(rule.value) == any_(small)
    return has if rule.op == "equals" else ~has


def _price(rule: PriceRule | ComparePriceRule) -> Condition:
    if rule.field == "price":
        return _variant(_compared(ProductVariant.price, rule.op, rule.value))
    column = ProductVariant.compare_at_price
    if rule.op == "is_set":
        return _variant(column.is_not(None))
    if rule.op == "is_not_set":
        return ~_variant(column.is_not(None))
    return _variant(_compared(column, rule.op, rule.value))


def _stock(rule: StockRule, levels: Subquery) -> Condition:
    return (
        select(literal(1))
        .select_from(ProductVariant)
        .join(levels, levels.c.variant_id == ProductVariant.id)
        .where(
            ProductVariant.product_id == Product.id,
            ProductVariant.deleted_at.is_(None),
            levels.c.tracked,
            _compared(levels.c.available, rule.op, rule.value),
        )
        .correlate(Product)
        .exists()
    )


def _category(rule: CategoryRule, store_id: UUID) -> Condition:
    placed = Product.id.in_(
        select(ProductCategory.product_id).where(
            ProductCategory.category_id.in_(select(_below(rule.value, store_id).c.id))
        )
    )
    return placed if rule.op == "is_in" else ~placed


def _compared(column: SQLColumnExpression[Any], op: str, value: int) -> Condition:
    if op == "greater_than":
        return column > value
    if op == "less_than":
        return column < value
    return column == value


def _variant(wanted: Condition) -> Condition:
    """Some live variant of the product meets it."""
    return (
        select(literal(1))
        .select_from(ProductVariant)
        .where(ProductVariant.product_id == Product.id, ProductVariant.deleted_at.is_(None), wanted)
        .correlate(Product)
        .exists()
    )


def _words(rule: TextRule) -> Condition:
    """Titles by their keys; vendor and type as the database writes them small, on both sides."""
    column: SQLColumnExpression[str]
    if rule.field == "title":
        column, plain = Product.sort_title, sort_key(rule.value)
    else:
        field = Product.vendor if rule.field == "vendor" else Product.product_type
        column, plain = func.lower(func.coalesce(field, "")), rule.value

    def key(text: str) -> ColumnElement[str]:
        return literal(text) if rule.field == "title" else func.lower(text)

    escaped = plain.replace("/", "//").replace("%", "/%").replace("_", "/_")
    match rule.op:
        case "equals" | "not_equals":
            found: Condition = column == key(plain)
        case "contains" | "not_contains":
            found = column.like(key(f"%{escaped}%"), escape="/")
        case "starts_with":
            found = column.like(key(f"{escaped}%"), escape="/")
        case "ends_with":
            found = column.like(key(f"%{escaped}"), escape="/")
    return ~found if rule.op.startswith("not_") else found


def _below(category_id: UUID, store_id: UUID) -> Any:
    """The category and everything below it."""
    tree = (
        select(Category.id)
        .where(Category.id == category_id, Category.store_id == store_id)
        .cte("below", recursive=True)
    )
    child = aliased(Category)
    return tree.union(select(child.id).where(child.parent_id == tree.c.id))
