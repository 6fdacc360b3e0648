"""Shopify's product CSV: rows of one product follow each other, the first carries its fields.

Source of the columns: Shopify's help pages on product CSV files ("Handle", "Option1 Name", …).
"""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from commerce.imports.parsed import (
    FileRefused,
    Issue,
    ParsedPicture,
    ParsedProduct,
    ParsedVariant,
)
from commerce.imports.values import amount, grams, html, integer, text

MAX_FIELD = 1_000_000
MAX_HANDLE = 255
OPTIONS = ("Option1", "Option2", "Option3")
REQUIRED = ("Handle", "Title", "Variant Price")
DEFAULT_OPTION = ("Title", "Default Title")

Row = dict[str, str]


def decode(file: BinaryIO) -> tuple[io.TextIOWrapper, list[Issue]]:
    """Text of a file: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252 with a
    warning, for that is what older spreadsheets write."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return io.TextIOWrapper(file, encoding="utf-16", newline="", errors="replace"), []
    if _is_utf8(file):
        return io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), []
    warning = Issue(
        1,
        None,
        "warning",
        "encoding_guessed",
        "The file is not UTF-8; it was read as Windows-1252. Check accented letters.",
    )
    return io.TextIOWrapper(file, encoding="cp1252", newline="", errors="replace"), [warning]


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def read_products(file: BinaryIO, currency: str) -> Iterator[ParsedProduct | Issue]:
    """Products in the order of the file, each with its own issues; issues of the file as a whole
    come by themselves.

    Raises FileRefused for a file that is no such CSV: wrong columns, broken quotes, no rows.
    """
    lines, issues = decode(file)
    yield from issues
    seen: dict[str, int] = {}
    group: list[tuple[int, Row]] = []
    for number, row in _rows(lines):
        handle = row.get("Handle", "").strip()
        if group and handle and handle != group[0][1]["Handle"].strip():
            yield _product(group, currency, seen)
            group = []
        if not handle and not group:
            yield Issue(number, "Handle", "error", "handle_missing", "This row has no handle.")
            continue
        group.append((number, row))
    if not group:
        raise FileRefused(Issue(1, None, "error", "file_empty", "The file has no product rows."))
    yield _product(group, currency, seen)


def _rows(lines: io.TextIOWrapper) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(lines, strict=True)
    number = 0
    try:
        header = [name.strip() for name in next(reader, [])]
        number = 1
        _check_header(header)
        for cells in reader:
            number += 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise FileRefused(
                    Issue(
                        number,
                        None,
                        "error",
                        "too_many_cells",
                        f"Row {number} has {len(cells)} cells, the header has {len(header)}. "
                        "A quote may be missing.",
                    )
                )
            yield number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
    except csv.Error as exc:
        raise FileRefused(
            Issue(
                number + 1,
                None,
                "error",
                "csv_broken",
                f"Row {number + 1} cannot be read: {exc}. Check its quotes.",
            )
        ) from exc


def _check_header(header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise FileRefused(
            Issue(
                1,
                missing[0],
                "error",
                "column_missing",
                f"This is not Shopify's product CSV: {', '.join(missing)} is missing.",
            )
        )
    twice = {name for name in header if name and header.count(name) > 1}
    if twice:
        raise FileRefused(
            Issue(1, min(twice), "error", "column_twice", f"Column {min(twice)} stands twice.")
        )


def _product(group: list[tuple[int, Row]], currency: str, seen: dict[str, int]) -> ParsedProduct:
    first_row, first = group[0]
    product = ParsedProduct(handle=first["Handle"].strip(), first_row=first_row)
    issues = product.issues
    key = product.handle.casefold()
    if len(key) > MAX_HANDLE:
        issues.append(
            Issue(
                first_row,
                "Handle",
                "error",
                "value_too_long",
                f"The handle has {len(key)} characters; {MAX_HANDLE} fit.",
                product.handle[:200],
            )
        )
    elif key in seen:
        issues.append(
            Issue(
                first_row,
                "Handle",
                "error",
                "handle_twice",
                f"This handle began in row {seen[key]} already; rows of one product "
                "must follow each other.",
                product.handle[:200],
            )
        )
    else:
        seen[key] = first_row
    product.title = text(first, "Title", first_row, issues, 255, required=True) or ""
    product.description = html(first, "Body (HTML)", first_row, issues)
    product.vendor = text(first, "Vendor", first_row, issues, 120)
    product.product_type = text(first, "Type", first_row, issues, 120)
    product.seo_title = text(first, "SEO Title", first_row, issues, 255)
    product.seo_description = text(first, "SEO Description", first_row, issues, 1000)
    product.tags = _tags(first, first_row, issues)
    _status(product, first, first_row)
    names = [first.get(f"{option} Name", "").strip() for option in OPTIONS]
    for number, row in group:
        _picture(product, number, row)
        if row["Variant Price"].strip() or row.get("Option1 Value", "").strip():
            _variant(product, number, row, names, currency)
    if not product.variants:
        issues.append(
            Issue(
                first_row,
                "Variant Price",
                "error",
                "variant_missing",
                "This product has no row with a price.",
            )
        )
    _options(product, names)
    return product


def _tags(row: Row, number: int, issues: list[Issue]) -> list[str]:
    tags = [tag.strip() for tag in row.get("Tags", "").split(",") if tag.strip()]
    long = next((tag for tag in tags if len(tag) > 60), None)
    if long is not None:
        issues.append(
            Issue(
                number,
                "Tags",
                "warning",
                "tag_too_long",
                "Tags above 60 characters were left out.",
                long[:200],
            )
        )
    return list(dict.fromkeys(tag for tag in tags if len(tag) <= 60))[:250]


def _status(product: ParsedProduct, row: Row, number: int) -> None:
    status = row.get("Status", "").strip().lower()
    published = row.get("Published", "").strip().lower()
    if status in {"draft", "archived"}:
        product.status = "draft" if status == "draft" else "archived"
    elif status not in {"", "active"}:
        product.issues.append(
            Issue(
                number,
                "Status",
                "error",
                "status_invalid",
                "Use active, draft or archived.",
                status[:200],
            )
        )
    elif published in {"false", "no", "0"}:
        product.status = "draft"
    elif published not in {"", "true", "yes", "1"}:
        product.issues.append(
            Issue(
                number,
                "Published",
                "error",
                "published_invalid",
                "Use true or false.",
                published[:200],
            )
        )


def _picture(product: ParsedProduct, number: int, row: Row) -> None:
    source = row.get("Image Src", "").strip()
    if not source:
        return
    if len(product.pictures) >= 250:
        product.issues.append(
            Issue(
                number,
                "Image Src",
                "warning",
                "too_many_pictures",
                "A product keeps 250 pictures.",
                source[:200],
            )
        )
        return
    alt = text(row, "Image Alt Text", number, product.issues, 500) or product.title
    filename = Path(unquote(urlsplit(source).path)).name
    product.pictures.append(ParsedPicture(number, source[:2000], filename[:255], alt))


def _variant(
    product: ParsedProduct, number: int, row: Row, names: list[str], currency: str
) -> None:
    issues = product.issues
    values = tuple(
        row.get(f"{option} Value", "").strip()
        for option, name in zip(OPTIONS, names, strict=True)
        if name
    )
    if (names[0], values[0] if values else "") == DEFAULT_OPTION and not any(names[1:]):
        values = ()
    if any(not value or len(value) > 120 for value in values):
        issues.append(
            Issue(
                number,
                "Option1 Value",
                "error",
                "option_missing",
                "Every option needs a value of 1 to 120 characters.",
            )
        )
        return
    if any(values == known.option_values for known in product.variants):
        issues.append(
            Issue(
                number,
                "Option1 Value",
                "error",
                "variant_twice",
                "This combination of options stands twice.",
                " / ".join(values)[:200],
            )
        )
        return
    price = amount(row, "Variant Price", number, issues, currency, required=True)
    compare = amount(row, "Variant Compare At Price", number, issues, currency)
    cost = amount(row, "Cost per item", number, issues, currency)
    tracked = bool(row.get("Variant Inventory Tracker", "").strip())
    stock = integer(row, "Variant Inventory Qty", number, issues)
    if stock < 0:
        fate = "becomes 0" if tracked else "is ignored: this variant is not tracked"
        issues.append(
            Issue(
                number,
                "Variant Inventory Qty",
                "warning",
                "negative_stock",
                f"Negative stock {fate}.",
                str(stock),
            )
        )
        stock = 0
    if price == 0:
        issues.append(
            Issue(
                number,
                "Variant Price",
                "warning",
                "price_zero",
                "The price is 0: this will be free.",
                row["Variant Price"].strip(),
            )
        )
    if price is None:
        return
    product.variants.append(
        ParsedVariant(
            row=number,
            option_values=values,
            sku=text(row, "Variant SKU", number, issues, 80, quote=True),
            barcode=text(row, "Variant Barcode", number, issues, 80, quote=True),
            price=price,
            compare_at_price=compare,
            cost=cost,
            grams=grams(row, "Variant Grams", number, issues),
            tracked=tracked,
            stock=stock if tracked else 0,
            backorder=row.get("Variant Inventory Policy", "").strip().lower() == "continue",
        )
    )


def _options(product: ParsedProduct, names: list[str]) -> None:
    """Options with their values in order of appearance."""
    if not product.variants or not product.variants[0].option_values:
        if len(product.variants) > 1:
            product.issues.append(
                Issue(
                    product.variants[1].row,
                    "Option1 Name",
                    "error",
                    "option_missing",
                    "Several variants need options to tell them apart.",
                )
            )
        return
    used = [name for name in names if name]
    for index, name in enumerate(used):
        values = dict.fromkeys(variant.option_values[index] for variant in product.variants)
        product.options.append((name[:60], list(values)))
