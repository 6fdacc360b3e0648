"""Columns of Shopify's product CSV, in its two generations, under one name each.

Source: Shopify's help page "Using CSV files to import and export products"; older exports carry
the names on the left ("Handle", "Variant Price"), newer ones those on the right.
"""

from collections.abc import Mapping
from typing import Final

ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "Handle": ("URL handle",),
    "Title": (),
    "Body (HTML)": ("Description", "Body HTML"),
    "Vendor": (),
    "Type": ("Product type",),
    "Tags": (),
    "Published": ("Published on online store",),
    "Status": (),
    "Option1 Name": (),
    "Option1 Value": (),
    "Option2 Name": (),
    "Option2 Value": (),
    "Option3 Name": (),
    "Option3 Value": (),
    "Option4 Name": (),
    "Option4 Value": (),
    "Option5 Name": (),
    "Option5 Value": (),
    "Variant SKU": ("SKU",),
    "Variant Barcode": ("Barcode",),
    "Variant Grams": ("Weight value (grams)",),
    "Variant Inventory Tracker": ("Inventory tracker",),
    "Variant Inventory Qty": ("Inventory quantity",),
    "Variant Inventory Policy": ("Continue selling when out of stock",),
    "Variant Price": ("Price",),
    "Variant Compare At Price": ("Compare-at price",),
    "Cost per item": (),
    "Image Src": ("Product image URL",),
    "Image Position": (),
    "Image Alt Text": (),
    "Gift Card": (),
    "SEO Title": (),
    "SEO Description": (),
}
"""Our name of a column (the older one) -> its other names. Columns not named here are ignored."""

REQUIRED: Final = ("Handle", "Title", "Variant Price")

OPTIONS: Final = ("Option1", "Option2", "Option3", "Option4", "Option5")
"""Shopify's format has three; our own has the two more that a product can have."""

KNOWN: Final[dict[str, str]] = {
    spelling.casefold(): name for name, others in ALIASES.items() for spelling in (name, *others)
}
"""Any spelling, case-folded -> our name."""


OWN_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "Handle": ("ID", "Product ID", "Item", "Item number", "Article", "Article number"),
    "Title": ("Name", "Product", "Product name", "Product title"),
    "Body (HTML)": ("Body", "Details", "Text", "Product description"),
    "Vendor": ("Brand", "Manufacturer"),
    "Type": ("Category",),
    "Variant SKU": ("Code", "Item code", "Variant code"),
    "Variant Barcode": ("EAN", "GTIN", "UPC"),
    "Variant Grams": ("Grams", "Weight in grams", "Weight (g)"),
    "Variant Inventory Qty": ("Stock", "Quantity", "Qty"),
    "Variant Price": ("Retail price", "Selling price"),
    "Variant Compare At Price": ("List price", "RRP", "MSRP"),
    "Cost per item": ("Cost", "Cost price", "Purchase price", "Wholesale price"),
    "Image Src": ("Image", "Images", "Image URL", "Image link", "Picture", "Pictures", "Photo"),
    "Option1 Name": ("Option",),
    "Option1 Value": ("Value",),
}
"""More names of columns, as people call them in lists of their own."""

KNOWN_OWN: Final[dict[str, str]] = {
    **{spelling.casefold(): name for name, others in OWN_ALIASES.items() for spelling in others},
    **KNOWN,
}
"""Any spelling of Shopify's columns and of people's own, case-folded -> our name."""

REQUIRED_OWN: Final = ("Title",)


def name_columns(header: list[str], known: Mapping[str, str] = KNOWN) -> list[str | None]:
    """Our name of each column of the header; None for one that is ignored. Where a file has a
    column under both names, the older name counts."""
    plain = [" ".join(cell.split()).casefold() for cell in header]
    spelled = set(plain)
    return [
        name if name and (cell == name.casefold() or name.casefold() not in spelled) else None
        for cell, name in ((cell, known.get(cell)) for cell in plain)
    ]
