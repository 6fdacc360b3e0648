"""Conditions of a segment, and what they ask of a customer's row.

Who is in a segment of rules is judged when it is asked, never kept: the figures the conditions look
at are kept on the customer after each order, so that the answer is one indexed statement and cannot
be stale by more than the order's own delivery.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, and_, any_, not_, or_

from commerce.customers.models import CustomerAccount as C
from ecomm_core.api.schemas import CountryCode, Input
from ecomm_core.money import MAX_AMOUNT

MAX_CONDITIONS = 60

Days = Annotated[int, Field(strict=True, ge=1, le=3650)]
Tag = Annotated[str, Field(min_length=1, max_length=60)]


class TotalSpent(Input):
    """Minor units of the store's currency, refunds taken off."""

    field: Literal["total_spent"]
    op: Literal["at_least", "at_most"]
    value: Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]


class OrdersCount(Input):
    """How many orders were placed, cancelled and test ones left out."""

    field: Literal["orders_count"]
    op: Literal["at_least", "at_most", "equals"]
    value: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class LastOrder(Input):
    """Days since the last order; who never ordered did not order within them."""

    field: Literal["last_order"]
    op: Literal["within_days", "not_within_days"]
    value: Days


class Created(Input):
    """Days since the store knows them."""

    field: Literal["created"]
    op: Literal["within_days", "not_within_days"]
    value: Days


class Country(Input):
    """Of their address, or of the last order; ISO 3166-1 alpha-2."""

    field: Literal["country"]
    op: Literal["is_any_of", "is_none_of"]
    value: Annotated[list[CountryCode], Field(min_length=1, max_length=250)]


class HasTag(Input):
    """A tag the merchant gave."""

    field: Literal["tag"]
    op: Literal["has", "has_not"]
    value: Tag


class Marketing(Input):
    """Whether they agreed to marketing e-mail."""

    field: Literal["consent"]
    op: Literal["is"]
    value: Annotated[bool, Field(strict=True)]


Condition = Annotated[
    TotalSpent | OrdersCount | LastOrder | Created | Country | HasTag | Marketing,
    Field(discriminator="field"),
]
Conditions = Annotated[list[Condition], Field(max_length=MAX_CONDITIONS)]

_STORED: TypeAdapter[list[Condition]] = TypeAdapter(list[Condition])


def stored(conditions: Sequence[Any]) -> list[Condition]:
    """Conditions as they lie in the database."""
    return _STORED.validate_python(list(conditions))


def expression(match: str, conditions: Sequence[Condition], now: datetime) -> ColumnElement[bool]:
    """What a customer's row must fulfil. No conditions: nobody."""
    parts = [_part(condition, now) for condition in conditions]
    if not parts:
        return C.id.is_(None)
    return and_(*parts) if match == "all" else or_(*parts)


def _part(condition: Condition, now: datetime) -> ColumnElement[bool]:  # noqa: PLR0911 - one per field
    match condition:
        case TotalSpent(op="at_least", value=amount):
            return C.total_spent >= amount
        case TotalSpent(value=amount):
            return C.total_spent <= amount
        case OrdersCount(op=op, value=count):
            return {
                "at_least": C.orders_count >= count,
                "at_most": C.orders_count <= count,
                "equals": C.orders_count == count,
            }[op]
        case LastOrder(op=op, value=days):
            recent = C.last_order_at >= now - timedelta(days=days)
            return recent if op == "within_days" else or_(C.last_order_at.is_(None), not_(recent))
        case Created(op=op, value=days):
            recent = C.created_at >= now - timedelta(days=days)
            return recent if op == "within_days" else not_(recent)
        case Country(op=op, value=codes):
            inside = C.country.in_(codes)
            return inside if op == "is_any_of" else or_(C.country.is_(None), not_(inside))
        case HasTag(op=op, value=tag):
            tagged = any_(C.tags) == tag
            return tagged if op == "has" else not_(tagged)
        case Marketing(value=agreed):
            return C.marketing.is_(agreed)
