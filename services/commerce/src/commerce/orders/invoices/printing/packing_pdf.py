"""Packing slips as sheets: what goes into each parcel, without prices. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from commerce.mail.formats import day_in
from commerce.orders.invoices.paper import LETTER_PAPER, address_lines
from commerce.orders.invoices.printing.sheets import (
    MUTED,
    Block,
    Cell,
    Sheets,
    joined,
    room_of,
    space,
    stack,
)
from commerce.orders.invoices.printing.words import words
from commerce.orders.parcel_states import WAITING
from commerce.reads.invoice_source import InvoiceSource


def packing_sheets(source: InvoiceSource) -> list[Sheets]:
    """A slip for each parcel that waits and one for what is in none yet; where everything has left,
    one for the whole order."""
    return [_slip(source, units, parcel) for units, parcel in _parcels(source)]


def _parcels(
    source: InvoiceSource,
) -> list[tuple[dict[str, int], Mapping[str, Any] | None]]:
    waiting = [parcel for parcel in source.parcels if parcel["status"] in WAITING]
    found: list[tuple[dict[str, int], Mapping[str, Any] | None]] = [
        (dict(parcel["items"] or {}), parcel) for parcel in waiting
    ]
    loose = {}
    for item in source.items:
        packed = sum((parcel["items"] or {}).get(item["id"], 0) for parcel in waiting)
        left = item["quantity"] - item["cancelled"] - item["fulfilled"] - packed
        if left > 0:
            loose[item["id"]] = left
    if loose:
        found.append((loose, None))
    if not found:
        sold = {item["id"]: item["quantity"] - item["cancelled"] for item in source.items}
        found.append(({item: units for item, units in sold.items() if units > 0}, None))
    return found


def _slip(
    source: InvoiceSource, units: Mapping[str, int], parcel: Mapping[str, Any] | None
) -> Sheets:
    locale = source.store_locale
    said = words(locale)
    letter_paper = source.store_country in LETTER_PAPER
    room = room_of(letter_paper=letter_paper)
    name = source.business_name or source.store_name
    heading = stack(
        [
            Cell(said["packed"], 0, 50, bold=True),
            Cell(said["quantity"], 50, 30, bold=True, side="right"),
            Cell(said["item"], 95, 200, bold=True),
        ],
        gap=8,
        rule=room,
    )
    items = [item for item in source.items if item["id"] in units]
    return Sheets(
        title=f"{said['packing_slip']} #{source.number}",
        author=name,
        letter_paper=letter_paper,
        top=[*_head(source, parcel, name, room), space(14)],
        heading=heading,
        table=[_row(item, units[item["id"]], room, said) for item in items],
        bottom=[],
        page_words=said["page"],
        watermark=said["trial"] if source.test else None,
    )


def _head(
    source: InvoiceSource, parcel: Mapping[str, Any] | None, name: str, room: float
) -> Iterator[Block]:
    locale = source.store_locale
    said, half = words(locale), room / 2
    yield stack([Cell(name, 0, room, size=9, bold=True, most=2)], gap=12)
    yield stack([Cell(said["packing_slip"], 0, room, size=20, bold=True)], gap=4)
    facts = [
        (said["order"], f"#{source.number}"),
        (said["ordered"], day_in(source.placed_at, locale, source.store_timezone)),
        (said["shipping_method"], source.shipping_name),
    ]
    for key, value in facts:
        if value:
            yield stack([Cell(key, 0, 90, size=9, grey=MUTED), Cell(value, 95, half, size=9)])
    if parcel is not None:
        carried = said["carrier"].replace("{carrier}", parcel["carrier"])
        carried = carried.replace("{tracking}", parcel["tracking_number"])
        yield stack([Cell(carried, 0, room, size=9, most=2)])
    yield space(14)
    yield stack([Cell(said["ship_to"], 0, room, size=8, grey=MUTED)], gap=2)
    address = source.shipping_address
    lines = [address["name"], *address_lines(address, locale)]
    if address.get("phone"):
        lines.append(address["phone"])
    for place, line in enumerate(lines):
        yield stack([Cell(line, 0, room, size=11, bold=place == 0, most=2)])


def _row(item: Mapping[str, Any], units: int, room: float, said: Mapping[str, str]) -> Block:
    details = [item["variant_title"]] if item["variant_title"] else []
    if item["sku"]:
        details.append(said["sku"].replace("{sku}", item["sku"]))
    if item["replaces"] is not None:
        details.append(said["replacement"])
    blocks = [
        stack(
            [
                Cell("\u2610", 0, 50, size=12),
                Cell(str(units), 50, 30, size=11, bold=True, side="right"),
                Cell(item["title"], 95, room - 95, size=10, most=4),
            ]
        )
    ]
    if details:
        blocks.append(stack([Cell(" · ".join(details), 95, room - 95, most=3, grey=MUTED)]))
    return joined([*blocks, space(8)])
