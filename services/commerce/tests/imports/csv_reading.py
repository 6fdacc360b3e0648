"""Reading a product CSV in a test: its products, its issues, or its refusal."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from commerce.flows.incoming import Issue
from commerce.imports.parsed import FileRefused, ParsedProduct
from commerce.imports.shopify_csv import read_products

from .conftest import table


def read(
    file: bytes | Sequence[Mapping[str, Any]], currency: str = "EUR"
) -> tuple[list[ParsedProduct], list[Issue]]:
    """(products, issues of the file itself and of all products)."""
    data = file if isinstance(file, bytes) else table(file)
    products: list[ParsedProduct] = []
    issues: list[Issue] = []
    for item in read_products(io.BytesIO(data), currency):
        if isinstance(item, Issue):
            issues.append(item)
        else:
            products.append(item)
            issues += item.issues
    return products, issues


def refused(file: bytes | Sequence[Mapping[str, Any]]) -> Issue:
    with pytest.raises(FileRefused) as caught:
        read(file)
    return caught.value.issue


def codes(issues: Sequence[Issue]) -> list[tuple[int, str | None, str]]:
    return [(issue.row, issue.column, issue.code) for issue in issues]
