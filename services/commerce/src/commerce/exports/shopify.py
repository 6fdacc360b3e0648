"""Shopify's product CSV as the import reads it: rows of one product follow each other, the first
carries its fields, each further one a variant, a picture, or both.

Source: Shopify's help page "Using CSV files to import and export products".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from commerce.exports.schemas import ExportFormat
from ecomm_core.money import minor_digits

OPTIONS: Final = {ExportFormat.SHOPIFY: 3, ExportFormat.OWN: 5}
_FIRST: Final = ("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published")
_REST: Final = (
    *("Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty"),
    *("Variant Inventory Policy", "Variant Price", "Variant Compare At Price", "Cost per item"),
    *("Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card"),
    *("SEO Title", "SEO Description", "Status"),
)
_POLICIES: Final = {"deny": "deny", "backorder": "continue"}

Address = Callable[[str], str]
"""A picture's key -> where it is found on the web."""


def columns(wanted: ExportFormat) -> list[str]:
    """The header."""
    options = [
        f"Option{n} {part}" for n in range(1, OPTIONS[wanted] + 1) for part in ("Name", "Value")
    ]
    return [*_FIRST, *options, *_REST]


def rows(
    product: Mapping[str, Any], wanted: ExportFormat, currency: str, address: Address
) -> Iterator[list[object]]:
    """The product's rows; none where it has more options than the format."""
    names: Sequence[str] = product["options"]
    if len(names) > OPTIONS[wanted]:
        return
    header = columns(wanted)
    variants, pictures = product["variants"], product["pictures"]
    for n in range(max(len(variants), len(pictures), 1)):
        cells: dict[str, object] = {"Handle": product["handle"]}
        if n == 0:
            cells |= _product(product)
        if n < len(variants):
            cells |= _variant(variants[n], names, currency, first=n == 0)
        if n < len(pictures):
            picture = pictures[n]
            cells |= {
                "Image Src": picture["source"] or address(picture["key"]),
                "Image Position": n + 1,
                "Image Alt Text": picture["alt"],
            }
        yield [cells.get(column, "") for column in header]


def _product(product: Mapping[str, Any]) -> dict[str, object]:
    return {
        "Title": product["title"],
        "Body (HTML)": product["description"],
        "Vendor": product["vendor"] or "",
        "Type": product["product_type"] or "",
        "Tags": ", ".join(product["tags"]),
        "Published": "true" if product["status"] == "active" else "false",
        "Gift Card": "true" if product["is_gift_card"] else "false",
        "SEO Title": product["seo_title"] or "",
        "SEO Description": product["seo_description"] or "",
        "Status": product["status"],
    }


def _variant(
    variant: Mapping[str, Any], names: Sequence[str], currency: str, *, first: bool
) -> dict[str, object]:
    cells: dict[str, object] = {
        "Variant SKU": variant["sku"] or "",
        "Variant Barcode": variant["barcode"] or "",
        "Variant Grams": "" if variant["grams"] is None else variant["grams"],
        "Variant Inventory Tracker": "shopify" if variant["tracked"] else "",
        "Variant Inventory Qty": variant["on_hand"] if variant["tracked"] else "",
        "Variant Inventory Policy": _POLICIES[variant["policy"]],
        "Variant Price": amount(variant["price"], currency),
        "Variant Compare At Price": amount(variant["compare_at_price"], currency),
        "Cost per item": amount(variant["cost"], currency),
    }
    if not names:
        return cells | {"Option1 Name": "Title" if first else "", "Option1 Value": "Default Title"}
    for n, value in enumerate(variant["values"], 1):
        cells[f"Option{n} Name"] = names[n - 1] if first else ""
        cells[f"Option{n} Value"] = value
    return cells


def amount(minor: int | None, currency: str) -> str:
    """Minor units as a decimal number; nothing for None."""
    if minor is None:
        return ""
    digits = minor_digits(currency)
    if digits == 0:
        return str(minor)
    return f"{minor // 10**digits}.{minor % 10**digits:0{digits}d}"
