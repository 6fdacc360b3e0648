"""Cells of a product file: each reader names row, column and reason when it cannot take a value.

An empty cell is None: the file says nothing about it.
"""

import re
from decimal import Decimal
from typing import Final, Literal

from commerce.flows.incoming import Issue
from commerce.imports.csv_rows import Row
from ecomm_core.money import MAX_AMOUNT, minor_digits

MAX_HTML: Final = 200_000
MAX_STOCK: Final = 2_000_000_000
MAX_TAG: Final = 60
MAX_TAGS: Final = 250
_NUMBER: Final = re.compile(r"-?\d{1,16}(\.\d{1,6})?", re.ASCII)
_WHOLE: Final = re.compile(r"(-?\d{1,10})(?:\.0+)?", re.ASCII)
_GRAMS: Final = re.compile(r"\d{1,8}(\.\d{1,6})?", re.ASCII)


def text(
    row: Row,
    column: str,
    issues: list[Issue],
    limit: int,
    *,
    required: bool = False,
    quote: bool = False,
) -> str | None:
    """A cell of at most `limit` characters, or None. `quote`: spreadsheets put a leading apostrophe
    before codes that look like numbers."""
    value = row.get(column)
    if quote:
        value = value.removeprefix("'").strip()
    if not value:
        if required:
            issues.append(row.issue(column, "error", "value_missing", f"{column} is missing."))
        return None
    if len(value) > limit:
        issues.append(
            row.issue(
                column,
                "error",
                "value_too_long",
                f"{column} has {len(value):,} characters; {limit:,} fit.",
                value,
            )
        )
        return None
    return value


def html(row: Row, column: str, issues: list[Issue]) -> str | None:
    """The description's HTML; it is sanitised where it is stored."""
    return text(row, column, issues, MAX_HTML)


def amount(
    row: Row, column: str, issues: list[Issue], currency: str, *, required: bool = False
) -> int | None:
    """A price in minor units of `currency`; more decimals than it has are an error, not rounded."""
    value = row.get(column)
    if not value:
        if required:
            issues.append(row.issue(column, "error", "value_missing", f"{column} is missing."))
        return None
    digits = minor_digits(currency)
    minor = None
    plain = _decimal(row, value)
    if _NUMBER.fullmatch(plain):
        minor = Decimal(plain).scaleb(digits)
    if minor is None or minor < 0 or minor != minor.to_integral_value() or minor > MAX_AMOUNT:
        example = f"12.{'5' * digits}" if digits else "1250"
        issues.append(
            row.issue(
                column,
                "error",
                "price_invalid",
                f"{column} is not a price in {currency}; write it like {example}.",
                value,
            )
        )
        return None
    return int(minor)


def integer(row: Row, column: str, issues: list[Issue]) -> int | None:
    """A whole number."""
    value = row.get(column)
    if not value:
        return None
    found = _WHOLE.fullmatch(_decimal(row, value))
    if found is None or abs(int(found.group(1))) > MAX_STOCK:
        issues.append(
            row.issue(column, "error", "number_invalid", f"{column} is not a whole number.", value)
        )
        return None
    return int(found.group(1))


def grams(row: Row, column: str, issues: list[Issue]) -> int | None:
    """A weight in grams, rounded to whole ones."""
    value = row.get(column)
    if not value:
        return None
    plain = _decimal(row, value)
    if not _GRAMS.fullmatch(plain) or Decimal(plain) > 10_000_000:
        issues.append(
            row.issue(
                column, "error", "number_invalid", f"{column} is not a weight in grams.", value
            )
        )
        return None
    return round(Decimal(plain))


def tags(row: Row, column: str, issues: list[Issue]) -> list[str] | None:
    """Tags, each once, or None."""
    found = [tag.strip() for tag in row.get(column).split(",") if tag.strip()]
    if not found:
        return None
    kept = [tag for tag in dict.fromkeys(found) if len(tag) <= MAX_TAG]
    long = next((tag for tag in found if len(tag) > MAX_TAG), None)
    if long is not None:
        issues.append(
            row.issue(
                column,
                "warning",
                "tag_too_long",
                f"Tags above {MAX_TAG} characters were left out.",
                long,
            )
        )
    if len(kept) > MAX_TAGS:
        issues.append(
            row.issue(
                column,
                "warning",
                "too_many_tags",
                f"A product keeps {MAX_TAGS} tags; the others were left out.",
            )
        )
    return kept[:MAX_TAGS]


Status = Literal["draft", "active", "archived"]
_STATUSES: Final[dict[str, Status]] = {"draft": "draft", "active": "active", "archived": "archived"}
_PUBLISHED: Final[dict[str, Status]] = {
    **dict.fromkeys(("true", "yes", "1"), "active"),
    **dict.fromkeys(("false", "no", "0"), "draft"),
}


def status(row: Row, issues: list[Issue]) -> Status | None:
    """Status and Published together: an active product that is not published is a draft."""
    said, published = row.get("Status").lower(), row.get("Published").lower()
    if said and said not in _STATUSES:
        issues.append(
            row.issue("Status", "error", "status_invalid", "Use active, draft or archived.", said)
        )
    if published and published not in _PUBLISHED:
        issues.append(
            row.issue("Published", "error", "published_invalid", "Use true or false.", published)
        )
    if said in {"draft", "archived"}:
        return _STATUSES[said]
    return _PUBLISHED.get(published) or _STATUSES.get(said)


Policy = Literal["deny", "backorder"]
_POLICIES: Final[dict[str, Policy]] = {
    **dict.fromkeys(("deny", "false", "no"), "deny"),
    **dict.fromkeys(("continue", "true", "yes"), "backorder"),
}


def policy(row: Row, issues: list[Issue]) -> Policy | None:
    """What happens when a tracked variant runs out."""
    value = row.get("Variant Inventory Policy").lower()
    if value and value not in _POLICIES:
        issues.append(
            row.issue(
                "Variant Inventory Policy",
                "error",
                "policy_invalid",
                "Use deny or continue.",
                value,
            )
        )
    return _POLICIES.get(value)


def _decimal(row: Row, value: str) -> str:
    """The number with a decimal point, also from a file whose separator is the semicolon."""
    if row.decimal_comma and value.count(",") == 1 and "." not in value:
        return value.replace(",", ".")
    return value
