"""Lists of people's own making, for the review: Shopify's columns or plainer ones, of which only
the title has to be there. What has no price waits for a rule, or a person, to make one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from commerce.catalog.service import derived_slug
from commerce.flows.incoming import Issue
from commerce.imports.csv_rows import Row, Tally, read_rows
from commerce.imports.parsed import ParsedProduct
from commerce.imports.shopify_csv import MAX_HANDLE, products_of

NO_PRICE: Final = "0"
_BETWEEN: Final = re.compile(r"[\s|]+(?=https?://)", re.IGNORECASE)
_PRICED: Final = ("Title", "Option1 Value", "Cost per item", "Variant SKU")
"""A row with one of these is a variant; others are pictures of the product before them."""


def read_goods(
    file: BinaryIO, currency: str, tally: Tally | None = None
) -> Iterator[ParsedProduct | Issue]:
    """Products of a list, as `shopify_csv.read_products` has them; a price of 0 is none.

    Raises FileRefused for a file that is no such list.
    """
    for found in products_of(_rows(file, tally), currency):
        if isinstance(found, ParsedProduct):
            found.issues[:] = [one for one in found.issues if one.code != "price_zero"]
        yield found


def _rows(file: BinaryIO, tally: Tally | None) -> Iterator[Row | Issue]:
    for found in read_rows(file, tally, own=True):
        if isinstance(found, Row):
            yield from _loosened(found)
        else:
            yield found


def _loosened(row: Row) -> Iterator[Row]:
    """A row as Shopify's format would say it: with a handle, a price, and a picture a row."""
    cells = dict(row.cells)
    if not cells.get("Handle"):
        named = cells.get("Variant SKU") or derived_slug(cells.get("Title", ""), "product")
        if named and "Title" in cells:
            cells["Handle"] = named[:MAX_HANDLE]
    if not cells.get("Variant Price") and any(cells.get(name) for name in _PRICED):
        cells["Variant Price"] = NO_PRICE
    pictures = [one for one in _BETWEEN.split(cells.get("Image Src", "")) if one]
    if pictures:
        cells["Image Src"] = pictures[0]
    yield replace(row, cells=cells)
    for source in pictures[1:]:
        if "Handle" in cells:
            yield replace(row, cells={"Handle": cells["Handle"], "Image Src": source})
