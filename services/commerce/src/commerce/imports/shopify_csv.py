"""Shopify's product CSV: rows of one product follow each other, the first carries its fields."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from commerce.flows.incoming import (
    IncomingOption,
    IncomingProduct,
    IncomingVariant,
    Issue,
)
from commerce.imports import values
from commerce.imports.columns import OPTIONS
from commerce.imports.csv_pictures import MAX_PICTURES, pictures_of
from commerce.imports.csv_rows import Row, Tally, read_rows
from commerce.imports.parsed import FileRefused, ParsedProduct

MAX_PRODUCTS: Final = 100_000
MAX_HANDLE: Final = 255
MAX_VARIANTS: Final = 2_048
MAX_OPTION_NAME: Final = 60
MAX_OPTION_VALUE: Final = 120
MAX_OPTION_VALUES: Final = 200
MAX_GROUP: Final = MAX_VARIANTS + MAX_PICTURES + 1
"""Rows of one product that are kept; with more it has too many variants or pictures anyway."""
DEFAULT_OPTION: Final = ("Title", "Default Title")
"""How the format writes a product without options."""


@dataclass(slots=True)
class _Seen:
    """What stood in earlier rows, in as few objects as can be: a file has 300,000 SKUs."""

    handles: dict[str, int] = field(default_factory=dict)
    """Handle, case-folded -> the row it began in."""
    skus: dict[str, int] = field(default_factory=dict)
    """SKU, in small letters -> its row."""
    begun: "array[int]" = field(default_factory=lambda: array("I"))
    """The rows in which products began, and beside them their handles as the file spells them."""
    spelled: list[str] = field(default_factory=list)

    def begin(self, key: str, handle: str, row: int) -> None:
        """A product's rows begin."""
        self.handles[key] = row
        self.begun.append(row)
        self.spelled.append(key if key == handle else handle)

    def handle_at(self, row: int) -> str:
        """Whose row it is."""
        return self.spelled[bisect_right(self.begun, row) - 1]


@dataclass(slots=True)
class _Group:
    """Rows of one product."""

    rows: list[Row]
    issues: list[Issue]
    dropped: int = 0


def read_products(
    file: BinaryIO, currency: str, tally: Tally | None = None
) -> Iterator[ParsedProduct | Issue]:
    """Products in the order of the file, each with its own issues; issues of the file as a whole
    come by themselves. `tally` counts along.

    Raises FileRefused for a file that is no such CSV: wrong columns, broken quotes, no rows.
    """
    return products_of(read_rows(file, tally), currency)


def products_of(rows: Iterator[Row | Issue], currency: str) -> Iterator[ParsedProduct | Issue]:
    """Products of rows, as `read_products` has them."""
    seen = _Seen()
    group: _Group | None = None
    pending: list[Issue] = []
    for item in rows:
        if isinstance(item, Issue):
            pending.append(item)
            continue
        handle = item.get("Handle")
        if group is not None and handle and handle != group.rows[0].get("Handle"):
            yield _product(group, currency, seen)
            group = None
        if group is None and not handle:
            yield from pending
            pending = []
            yield item.issue("Handle", "error", "handle_missing", "This row has no handle.")
            continue
        if group is None:
            if item.number == 2:
                # What was said about the file as a whole is no product's affair.
                yield from (issue for issue in pending if issue.row == 1)
            group = _Group([], [])
        group.issues += [issue for issue in pending if issue.row > 1]
        pending = []
        if len(group.rows) < MAX_GROUP:
            group.rows.append(item)
        else:
            group.dropped += 1
    if group is None:
        raise FileRefused(Issue(1, None, "error", "file_empty", "The file has no product rows."))
    yield _product(group, currency, seen)


def _product(group: _Group, currency: str, seen: _Seen) -> ParsedProduct:
    first = group.rows[0]
    issues = group.issues
    product = IncomingProduct(handle=first.get("Handle"), row=first.number)
    repeats = _check_handle(product, first, seen, issues)
    product.title = values.text(first, "Title", issues, 255, required=True) or ""
    product.description = values.html(first, "Body (HTML)", issues)
    product.vendor = values.text(first, "Vendor", issues, 120)
    product.product_type = values.text(first, "Type", issues, 120)
    product.seo_title = values.text(first, "SEO Title", issues, 255)
    product.seo_description = values.text(first, "SEO Description", issues, 1000)
    product.tags = values.tags(first, "Tags", issues)
    product.status = values.status(first, issues)
    product.compare_at_said = first.has("Variant Compare At Price")
    if first.get("Gift Card").lower() in {"true", "yes", "1"}:
        issues.append(
            first.issue(
                "Gift Card",
                "error",
                "gift_card",
                "A gift card is no product here: its codes stay where they were sold.",
            )
        )
    names = _option_names(first, issues)
    _variants(product, group, names, currency, issues)
    _check_skus(product, first, seen, issues)
    product.pictures = pictures_of(group.rows, issues)
    return ParsedProduct(product, issues, repeats)


def _check_handle(product: IncomingProduct, first: Row, seen: _Seen, issues: list[Issue]) -> bool:
    key = product.handle.casefold()
    if len(key) > MAX_HANDLE:
        issues.append(
            first.issue(
                "Handle",
                "error",
                "value_too_long",
                f"The handle has {len(key):,} characters; {MAX_HANDLE} fit.",
                product.handle,
            )
        )
        product.handle = product.handle[:MAX_HANDLE]
        return False
    if key in seen.handles:
        issues.append(
            first.issue(
                "Handle",
                "error",
                "handle_twice",
                f"This handle began in row {seen.handles[key]} already; rows of one product must "
                "follow each other. Both were skipped.",
                product.handle,
            )
        )
        return True
    if len(seen.handles) >= MAX_PRODUCTS:
        raise FileRefused(
            first.issue(
                "Handle",
                "error",
                "too_many_products",
                f"A file can have {MAX_PRODUCTS:,} products.",
            )
        )
    seen.begin(key, product.handle, first.number)
    return False


def _option_names(first: Row, issues: list[Issue]) -> list[str]:
    """Names of the options, empty where there is none."""
    names = [
        values.text(first, f"{option} Name", issues, MAX_OPTION_NAME) or "" for option in OPTIONS
    ]
    used = [name.casefold() for name in names if name]
    if len(set(used)) < len(used):
        issues.append(
            first.issue("Option1 Name", "error", "option_twice", "Two options have the same name.")
        )
    only_default = not any(names[1:]) and (names[0], first.get("Option1 Value")) == DEFAULT_OPTION
    return [""] * len(OPTIONS) if only_default else names


def _variants(
    product: IncomingProduct,
    group: _Group,
    names: list[str],
    currency: str,
    issues: list[Issue],
) -> None:
    seen: dict[tuple[str, ...], int] = {}
    broken_before = len(issues)
    for row in group.rows:
        if not (row.get("Variant Price") or row.get("Option1 Value")):
            continue
        if seen and not any(names):
            message = "Several variants need options to tell them apart."
            issues.append(row.issue("Option1 Name", "error", "option_missing", message))
            break  # said once, not for each of thousands of rows
        combination = _combination(row, names, seen, issues)
        if combination is not None:
            seen[combination] = row.number
            variant = _variant(row, combination, currency, issues)
            if variant is not None:
                product.variants.append(variant)
    first = group.rows[0]
    if group.dropped or len(seen) > MAX_VARIANTS:
        issues.append(
            first.issue(
                "Option1 Value",
                "error",
                "too_many_variants",
                f"A product can have {MAX_VARIANTS:,} variants and {MAX_PICTURES} pictures.",
            )
        )
        product.variants.clear()
    elif not seen and len(issues) == broken_before:
        issues.append(
            first.issue(
                "Variant Price", "error", "variant_missing", "This product has no row with a price."
            )
        )
    used = [name for name in names if name]
    for n, name in enumerate(used):
        found = dict.fromkeys(variant.option_values[n] for variant in product.variants)
        product.options.append(IncomingOption(name, tuple(found)))
        if len(found) > MAX_OPTION_VALUES:
            issues.append(
                first.issue(
                    "Option1 Value",
                    "error",
                    "too_many_values",
                    f"{name} has {len(found):,} values; {MAX_OPTION_VALUES} are possible.",
                )
            )


def _combination(
    row: Row, names: list[str], seen: dict[tuple[str, ...], int], issues: list[Issue]
) -> tuple[str, ...] | None:
    used = [(option, name) for option, name in zip(OPTIONS, names, strict=True) if name]
    found = tuple(row.get(f"{option} Value") for option, _ in used)
    for (option, name), value in zip(used, found, strict=True):
        if not 1 <= len(value) <= MAX_OPTION_VALUE:
            issues.append(
                row.issue(
                    f"{option} Value",
                    "error",
                    "option_missing",
                    f"{name} needs a value of 1 to {MAX_OPTION_VALUE} characters.",
                    value,
                )
            )
            return None
    if found in seen:
        issues.append(
            row.issue(
                "Option1 Value",
                "error",
                "variant_twice",
                f"This combination of options stands in row {seen[found]} already.",
                " / ".join(found),
            )
        )
        return None
    return found


def _variant(
    row: Row, combination: tuple[str, ...], currency: str, issues: list[Issue]
) -> IncomingVariant | None:
    price = values.amount(row, "Variant Price", issues, currency, required=True)
    compare_at = values.amount(row, "Variant Compare At Price", issues, currency)
    cost = values.amount(row, "Cost per item", issues, currency)
    tracked = _tracked(row)
    stock = values.integer(row, "Variant Inventory Qty", issues)
    if stock is not None and stock < 0:
        fate = "becomes 0" if tracked else "is ignored: this variant is not tracked"
        issues.append(
            row.issue(
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
            row.issue(
                "Variant Price",
                "warning",
                "price_zero",
                "The price is 0: this will be free.",
                row.get("Variant Price"),
            )
        )
    sku = values.text(row, "Variant SKU", issues, 80, quote=True)
    barcode = values.text(row, "Variant Barcode", issues, 80, quote=True)
    weight = values.grams(row, "Variant Grams", issues)
    policy = values.policy(row, issues)
    if price is None:
        return None
    return IncomingVariant(
        row=row.number,
        option_values=combination,
        price=price,
        compare_at_price=compare_at,
        cost=cost,
        sku=sku,
        barcode=barcode,
        grams=weight,
        tracked=tracked,
        stock=(stock or 0) if tracked else None,
        policy=policy,
    )


def _tracked(row: Row) -> bool | None:
    """Whether stock is counted: by the tracker's name; where the file has no such column, by
    whether it gives a quantity."""
    if row.has("Variant Inventory Tracker"):
        return bool(row.get("Variant Inventory Tracker"))
    return True if row.get("Variant Inventory Qty") else None


def _check_skus(product: IncomingProduct, first: Row, seen: _Seen, issues: list[Issue]) -> None:
    """A SKU names one variant of the store (rules §7); of two in the file the first keeps it."""
    own: dict[str, int] = {}
    for variant in product.variants:
        if variant.sku is None:
            continue
        key = variant.sku.lower()
        before = seen.skus.get(key) or own.get(key)
        if before is not None:
            issues.append(
                Issue(
                    variant.row,
                    first.spelled["Variant SKU"],
                    "error",
                    "sku_taken",
                    f"This SKU stands in row {before} already ({seen.handle_at(before)}).",
                    variant.sku,
                )
            )
        own.setdefault(key, variant.row)
    if not any(issue.level == "error" for issue in issues):
        seen.skus.update(own)
