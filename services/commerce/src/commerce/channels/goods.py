"""A channel's product as the import of products takes it: shortened, judged, told what was left
out. What does not fit one field never costs the product."""

from typing import Any, Final

from commerce.flows.import_products import COLUMNS
from commerce.flows.incoming import (
    IncomingOption,
    IncomingPicture,
    IncomingProduct,
    IncomingVariant,
    Issue,
)
from ecomm_connectors.channels.goods import ChannelProduct, ChannelVariant

MAX_SKU: Final = 80
MAX_TAG: Final = 60
FIELDS: Final = {column: field for field, column in COLUMNS.items()} | {"Image Src": "pictures"}
"""Columns that the import blames -> fields."""


def incoming(read: ChannelProduct, row: int, *, stock: bool) -> tuple[IncomingProduct, list[Issue]]:
    """(the product, warnings). stock: whether what is left there is taken over: the first time
    alone, for from then on this store sells too."""
    issues: list[Issue] = []
    long = [tag for tag in read.tags if len(tag) > MAX_TAG]
    if long:
        issues.append(_warning(row, "tags", "tag_too_long", f"{len(long)} tags are too long."))
    product = IncomingProduct(
        handle=read.handle[:200],
        row=row,
        title=read.title,
        description=read.description or None,
        vendor=read.vendor[:120] or None,
        product_type=read.product_type[:120] or None,
        tags=[tag for tag in read.tags if tag and len(tag) <= MAX_TAG],
        status=read.status,
        seo_title=read.seo_title[:255] or None,
        seo_description=read.seo_description or None,
        compare_at_said=True,
        options=[IncomingOption(one.name, one.values) for one in read.options],
        pictures=[
            IncomingPicture(row, one.url, one.url.rpartition("/")[2].partition("?")[0], one.alt)
            for one in read.pictures
        ],
    )
    product.variants = [_variant(one, row, issues, stock=stock) for one in read.variants]
    return product, issues


def _variant(
    read: ChannelVariant, row: int, issues: list[Issue], *, stock: bool
) -> IncomingVariant:
    left = read.stock or 0
    if read.tracked and stock and left < 0:
        words = f"{left} of {read.sku or 'a variant'} were left there; here it begins with none."
        issues.append(_warning(row, "stock", "stock_negative", words))
    return IncomingVariant(
        row=row,
        option_values=read.option_values,
        price=read.price,
        compare_at_price=read.compare_at_price
        if (read.compare_at_price or 0) > read.price
        else None,
        cost=read.cost,
        sku=read.sku if 0 < len(read.sku) <= MAX_SKU else None,
        barcode=read.barcode[:80] or None,
        grams=read.grams,
        tracked=read.tracked if stock else None,
        stock=max(left, 0) if read.tracked and stock else None,
        policy=("backorder" if read.backorder else "deny") if read.tracked else None,
    )


def combination(options: dict[str, Any], names: list[str]) -> tuple[str, ...]:
    """A stored variant's values in the order of the options, as they are compared."""
    return tuple(str(options.get(name, "")).strip().casefold() for name in names)


def _warning(row: int, field: str, code: str, words: str) -> Issue:
    return Issue(row, COLUMNS.get(field, field), "warning", code, words)
