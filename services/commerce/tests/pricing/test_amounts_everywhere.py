"""Amounts are whole minor units wherever they stand: in the database, in replies, in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import commerce
from commerce.openapi import document
from ecomm_core import money
from ecomm_core.kernel import Kernel

ROOT = Path(commerce.__file__).parent
ROOMS = ("cart", "checkout", "orders", "partners", "payments", "pricing", "promotions", "returns")
"""Where sums are made."""

DRAWING = "orders/invoices/printing"
"""Points on paper, no amounts."""

COLUMNS = """
    select c.relname || '.' || a.attname as name, format_type(a.atttypid, null) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'commerce'::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped"""

AMOUNT = (
    *("amount", "balance", "captured", "cost", "credit", "debit", "discount", "fee", "gross"),
    *("net", "paid", "price", "refunded", "spent", "subtotal", "tax"),
)
WORDS = frozenset({"tax_rate_ppm", "tax_class", "tax_id", "tax_name", "max_cost_rise_ppm"})
"""Columns named after money that hold a rate, or words."""

NOT_MONEY = frozenset({"text", "uuid", "boolean", "jsonb", "timestamp with time zone", "bytea"})


STARS = ("rating", "average")
"""What buyers think of a thing, which is no amount."""

SCORES = ("ResearchSignalOut",)
"""Schemas of what speaks for a find, of 100: nothing in them is an amount."""


def inexact(rows: dict[str, str]) -> list[str]:
    """Columns (by name, with their types) that could hold a part of a minor unit, and amounts that
    would not hold a large one."""
    found = []
    for name, kind in rows.items():
        column = name.rpartition(".")[2]
        if kind.startswith(("real", "double", "numeric", "money")):
            found.append(f"{name} is {kind}")
        elif column in WORDS or kind.removesuffix("[]") in NOT_MONEY:
            continue
        elif set(column.split("_")) & set(AMOUNT) and kind != "bigint":
            found.append(f"{name} is {kind}")
    return found


def numbers(node: Any, place: str = "") -> Iterator[str]:
    """Where a schema allows something else than whole numbers."""
    if isinstance(node, dict):
        if node.get("type") == "number":
            yield place
        for name, inner in node.items():
            if name not in {"example", "examples", *STARS, *SCORES}:
                yield from numbers(inner, f"{place}/{name}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from numbers(inner, f"{place}/{index}")


def floats(source: str) -> Iterator[str]:
    """What makes or rounds a float."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: {node.value}"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"float", "round"}:
            yield f"{node.lineno}: {ast.unparse(node)}"


async def test_no_column_holds_a_part_of_a_minor_unit(kernel: Kernel) -> None:
    """R1.1: BIGINT minor units, and no column of the schema is a float or a decimal."""
    async with kernel.database.transaction() as session:
        rows = {row.name: row.type for row in await session.execute(text(COLUMNS))}
    assert rows["order_items.gross"] == rows["product_variants.price"] == "bigint"
    assert rows["tax_rates.rate_ppm"] == "integer", "rates are parts per million"
    assert inexact(rows) == []


def test_no_reply_and_no_body_holds_a_float() -> None:
    """R1.1: JSON included. Money is {amount: integer, currency: three letters}."""
    described = document()
    assert list(numbers(described)) == []
    shape = described["components"]["schemas"]["Money"]["properties"]
    assert shape["amount"]["type"] == "integer"
    assert shape["currency"]["pattern"] == "^[A-Z]{3}$"


@pytest.mark.parametrize("room", ROOMS)
def test_no_sum_is_made_with_floats_or_rounded_elsewhere(room: str) -> None:
    """R1.1, R1.3: one function rounds, half away from zero; Python's own rounds half to even."""
    for path in sorted((ROOT / room).rglob("*.py")):
        if DRAWING not in path.as_posix():
            assert list(floats(path.read_text("utf-8"))) == [], path
    assert list(floats(Path(money.__file__).read_text("utf-8"))) == []


def test_what_is_inexact_is_found() -> None:
    """The planted faults."""
    assert inexact({"a.price": "numeric", "a.price_max": "integer", "a.name": "text"}) == [
        "a.price is numeric",
        "a.price_max is integer",
    ]
    assert inexact({"a.weight": "double precision"}) == ["a.weight is double precision"]
    assert list(numbers({"properties": {"total": {"type": "number"}}})) == ["/properties/total"]
    assert list(floats("a = round(b * 1.5)")) == ["1: round(b * 1.5)", "1: 1.5"]
