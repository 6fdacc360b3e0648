"""Tax rates as a file: what is exported can be changed in a spreadsheet and read again."""

from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.pricing import repository, tax_rates
from commerce.pricing.models import TaxRate
from commerce.pricing.schemas import PlacedTaxRateIn
from commerce.stores.directory import StoreFacts
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.money import PPM
from ecomm_core.spreadsheet import Line, Problem, csv_file, read_csv

COLUMNS: Final = ("country", "state", "postal_pattern", "tax_class", "slot", "name", "percent")
_FIELDS = {"rate_ppm": "percent"}

Key = tuple[str, str, str, str, int]


async def export(session: AsyncSession, store: StoreFacts) -> bytes:
    """All rates of the store, percent as a decimal (`10.75`)."""
    return csv_file(
        COLUMNS,
        [
            (r.country, r.state, r.postal_pattern, r.tax_class, r.slot, r.name, _percent(r))
            for r in await repository.of_store(session, store.id)
        ],
    )


async def take(session: AsyncSession, store: StoreFacts, sheet: SheetIn, *, actor: str) -> SheetOut:
    """Add and change rates by place, class and slot; rates that the file does not name stay.

    All or nothing: with one wrong line nothing is written. Raises TooManyTaxRates, and
    TaxRateExists where somebody was faster (409).
    """
    lines, problems = read_csv(sheet.csv, ("country", "name", "percent"), most=tax_rates.MAX_RATES)
    wanted: dict[Key, PlacedTaxRateIn] = {}
    for line in lines:
        found = _read(line)
        if isinstance(found, list):
            problems += found
        elif _key(found) in wanted:
            problems.append(Problem(line.row, None, "An earlier line names the same place."))
        else:
            wanted[_key(found)] = found
    if problems:
        return SheetOut.wrong(problems)
    there = {_key(rate): rate for rate in await repository.of_store(session, store.id)}
    new = [body for key, body in wanted.items() if key not in there]
    different = [
        (there[key], body)
        for key, body in wanted.items()
        if key in there and (there[key].name, there[key].rate_ppm) != (body.name, body.rate_ppm)
    ]
    same = len(wanted) - len(new) - len(different)
    counted = SheetOut.right(
        applied=not sheet.dry_run, created=len(new), updated=len(different), unchanged=same
    )
    await tax_rates.check_room(session, store.id, len(new))
    if sheet.dry_run:
        return counted
    session.add_all(
        TaxRate(tenant_id=store.tenant_id, store_id=store.id, **body.model_dump()) for body in new
    )
    for rate, body in different:
        rate.name, rate.rate_ppm = body.name, body.rate_ppm
    with refusing(tax_rates.TAKEN):
        await session.flush()
    if new or different:
        after = {"created": counted.created, "updated": counted.updated}
        await tax_rates.changed(session, store, None, actor, "tax_rate.import", after=after)
    return counted


def _read(line: Line) -> PlacedTaxRateIn | list[Problem]:
    try:
        ppm = Decimal(line["percent"].removesuffix("%").strip().replace(",", ".")) * (PPM // 100)
    except InvalidOperation:
        return [Problem(line.row, "percent", "Write a number, such as 10.75.")]
    if not ppm.is_finite() or ppm != ppm.to_integral_value():
        return [Problem(line.row, "percent", "At most four digits after the point.")]
    slot = line["slot"] or "1"
    try:
        return PlacedTaxRateIn.model_validate(
            {
                "country": line["country"].upper(),
                "state": line["state"].upper(),
                "postal_pattern": line["postal_pattern"],
                "tax_class": line["tax_class"].lower() or "standard",
                "slot": int(slot) if slot.isascii() and slot.isdecimal() else slot,
                "name": line["name"],
                "rate_ppm": int(ppm),
            }
        )
    except ValidationError as exc:
        return [
            Problem(line.row, _FIELDS.get(name, name), error["msg"])
            for error in exc.errors()
            for name in [str(error["loc"][0]) if error["loc"] else "country"]
        ]


def _key(rate: TaxRate | PlacedTaxRateIn) -> Key:
    return rate.country, rate.state, rate.postal_pattern, str(rate.tax_class), rate.slot


def _percent(rate: TaxRate) -> str:
    return f"{Decimal(rate.rate_ppm) / (PPM // 100):f}"
