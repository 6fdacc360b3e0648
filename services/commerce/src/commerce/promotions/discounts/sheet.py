"""Discounts as a CSV file, both ways. A line is found again by id, else by code."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from commerce.promotions.discounts import repository, service
from commerce.promotions.discounts.repository import DiscountQuery
from commerce.promotions.discounts.schemas import DiscountIn, DiscountOut, DiscountReplace
from commerce.sheets import BadCell, Outcome, take_lines, yes
from commerce.stores.contexts import StoreContext
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.money import minor_digits
from ecomm_core.spreadsheet import Line, csv_file

_PLAIN: Final = (
    *("name", "code", "kind", "target", "starts_at", "ends_at", "minimum_quantity"),
    *("usage_limit", "customer_limit", "priority", "exclusive_group"),
)
_YES_NO: Final = ("each", "active", "exclusive")
_JSON: Final = ("bogo", "selection", "segments", "combines_with")
COLUMNS: Final = (
    *("id", "name", "code", "kind", "target", "percent", "amount", "currency", "each", "active"),
    *("starts_at", "ends_at", "minimum_subtotal", "minimum_quantity", "usage_limit"),
    *("customer_limit", "priority", "exclusive", "exclusive_group", "combines_with", "selection"),
    *("segments", "bogo", "used"),
)
BATCH: Final = 200
_SAME: Final = frozenset({"version", "id", "used", "state", "created_at", "updated_at"})


async def export(context: StoreContext) -> bytes:
    """Every discount. What it speaks of, segments and buy X get Y are JSON; `used` is told only."""
    lines = [_cells(one) for one in await _all(context)]
    return csv_file(COLUMNS, lines)


async def _all(context: StoreContext) -> list[DiscountOut]:
    query = DiscountQuery(None, None, None, None, "created")
    found: list[DiscountOut] = []
    while True:
        rows, total = await service.listed(context, query, offset=len(found), limit=BATCH)
        found += rows
        if not rows or len(found) >= total:
            return found


def _cells(one: DiscountOut) -> list[object]:
    told = one.model_dump(mode="json")
    money = one.amount or one.minimum_subtotal
    cells: dict[str, object] = {name: told[name] for name in _PLAIN}
    cells |= {name: "yes" if told[name] else "no" for name in _YES_NO}
    cells |= {name: json.dumps(told[name]) if told[name] else "" for name in _JSON}
    cells |= {
        "id": one.id,
        "percent": "" if one.percent_ppm is None else f"{Decimal(one.percent_ppm) / 10_000:f}",
        "amount": _major(told["amount"]),
        "minimum_subtotal": _major(told["minimum_subtotal"]),
        "currency": "" if money is None else money.currency,
        "used": one.used,
    }
    return [_blank(cells[name]) for name in COLUMNS]


def _blank(cell: object) -> object:
    return "" if cell is None else cell


def _major(money: dict[str, Any] | None) -> str:
    if money is None:
        return ""
    return f"{Decimal(money['amount']).scaleb(-minor_digits(money['currency'])):f}"


async def take(context: StoreContext, sheet: SheetIn) -> SheetOut:
    """Make discounts, and replace those that are there, all or nothing."""
    known = {str(one.id): one for one in await _all(context)}
    by_code = {one.code.casefold(): one for one in known.values() if one.code}

    async def apply(line: Line) -> Outcome:
        values = _values(line, context.store.currency)
        given = line["id"].lower()
        there = known.get(given) if given else by_code.get(line["code"].casefold())
        if given and there is None:
            raise BadCell("id", "There is no such discount.")
        if there is None:
            made = await service.create(context, DiscountIn.model_validate(values))
            if made.code:
                by_code[made.code.casefold()] = made
            return Outcome.CREATED
        row = await repository.one(context.session, context.store_id, UUID(str(there.id)))
        version = there.version if row is None else row.version
        after = await service.replace(
            context, there.id, DiscountReplace.model_validate({**values, "version": version})
        )
        known[str(after.id)] = after
        same = there.model_dump(exclude=set(_SAME)) == after.model_dump(exclude=set(_SAME))
        return Outcome.UNCHANGED if same else Outcome.UPDATED

    return await take_lines(
        context.session, sheet, ("name", "kind"), apply, columns={"percent_ppm": "percent"}
    )


def _values(line: Line, own: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: line[name] for name in _PLAIN if line[name]}
    for name in ("minimum_quantity", "usage_limit", "customer_limit", "priority"):
        if name in values:
            values[name] = _whole(line, name)
    values |= {name: yes(line, name) for name in _YES_NO if line[name]}
    for name in _JSON:
        if line[name]:
            try:
                values[name] = json.loads(line[name])
            except (ValueError, RecursionError):
                raise BadCell(name, "This is JSON, as the export writes it.") from None
    currency = line["currency"].upper() or own
    for name in ("amount", "minimum_subtotal"):
        if line[name]:
            amount = _scaled(line, name, minor_digits(currency))
            values[name] = {"amount": amount, "currency": currency}
    if line["percent"]:
        values["percent_ppm"] = _scaled(line, "percent", 4)
    return values


def _whole(line: Line, name: str) -> int:
    text = line[name]
    if not text.isascii() or not text.removeprefix("-").isdecimal() or len(text) > 9:
        raise BadCell(name, "Write a whole number.")
    return int(text)


def _scaled(line: Line, name: str, digits: int) -> int:
    try:
        amount = Decimal(line[name].replace(",", ".").removesuffix("%").strip()).scaleb(digits)
    except InvalidOperation:
        raise BadCell(name, "Write a number, such as 12.50.") from None
    if not amount.is_finite() or abs(amount) > 10**15 or amount != amount.to_integral_value():
        raise BadCell(name, f"Write a number with at most {digits} digits after the point.")
    return int(amount)
