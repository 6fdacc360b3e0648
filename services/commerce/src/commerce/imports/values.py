"""Cells of a product file: each reader names row, column and reason when it cannot take a value."""

import re
from decimal import Decimal, InvalidOperation

from commerce.imports.parsed import Issue
from ecomm_core.money import MAX_AMOUNT, minor_digits

Row = dict[str, str]

MAX_HTML = 200_000
MAX_STOCK = 2_000_000_000
NUMBER = re.compile(r"-?\d{1,16}(\.\d{1,6})?")


def text(
    row: Row,
    column: str,
    number: int,
    issues: list[Issue],
    limit: int,
    *,
    required: bool = False,
    quote: bool = False,
) -> str | None:
    """A trimmed cell of at most `limit` characters, or None. `quote`: spreadsheets put a leading
    apostrophe before codes that look like numbers."""
    value = row.get(column, "").replace("\x00", "").strip()
    if quote:
        value = value.removeprefix("'").strip()
    if not value:
        if required:
            issues.append(Issue(number, column, "error", "value_missing", f"{column} is missing."))
        return None
    if len(value) > limit:
        issues.append(
            Issue(
                number,
                column,
                "error",
                "value_too_long",
                f"{column} has {len(value)} characters; {limit} fit.",
                value[:200],
            )
        )
        return None
    return value


def html(row: Row, column: str, number: int, issues: list[Issue]) -> str:
    """The description's HTML; it is sanitised where it is stored."""
    value = row.get(column, "").replace("\x00", "").strip()
    if len(value) > MAX_HTML:
        issues.append(
            Issue(
                number,
                column,
                "error",
                "value_too_long",
                f"The description has {len(value)} characters; {MAX_HTML} fit.",
            )
        )
        return ""
    return value


def amount(
    row: Row,
    column: str,
    number: int,
    issues: list[Issue],
    currency: str,
    *,
    required: bool = False,
) -> int | None:
    """A price in minor units of `currency`; more decimals than it has are an error, not rounded."""
    value = row.get(column, "").strip()
    if not value:
        if required:
            issues.append(Issue(number, column, "error", "value_missing", f"{column} is missing."))
        return None
    digits = minor_digits(currency)
    minor: Decimal | None = None
    if NUMBER.fullmatch(value):
        try:
            minor = Decimal(value).scaleb(digits)
        except InvalidOperation:
            minor = None
    if minor is None or minor < 0 or minor != minor.to_integral_value() or minor > MAX_AMOUNT:
        example = f"12.{'5' * digits}" if digits else "1250"
        issues.append(
            Issue(
                number,
                column,
                "error",
                "price_invalid",
                f"{column} is not a price in {currency}; write it like {example}.",
                value[:200],
            )
        )
        return None
    return int(minor)


def integer(row: Row, column: str, number: int, issues: list[Issue]) -> int:
    """A whole number; empty is 0."""
    value = row.get(column, "").strip()
    if not value:
        return 0
    if not re.fullmatch(r"-?\d{1,10}(\.0+)?", value) or abs(int(float(value))) > MAX_STOCK:
        issues.append(
            Issue(
                number,
                column,
                "error",
                "number_invalid",
                f"{column} is not a whole number.",
                value[:200],
            )
        )
        return 0
    return int(value.split(".")[0])


def grams(row: Row, column: str, number: int, issues: list[Issue]) -> int | None:
    """A weight in grams, rounded to whole ones; empty is None."""
    value = row.get(column, "").strip()
    if not value:
        return None
    if not re.fullmatch(r"\d{1,8}(\.\d{1,6})?", value) or Decimal(value) > 10_000_000:
        issues.append(
            Issue(
                number,
                column,
                "error",
                "number_invalid",
                f"{column} is not a weight in grams.",
                value[:200],
            )
        )
        return None
    return round(Decimal(value))
