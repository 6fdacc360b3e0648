"""Large and endless product CSVs: bounds are kept, in bounded memory."""

import io
import tracemalloc
from typing import Any

import pytest

from commerce.imports.parsed import ParsedProduct
from commerce.imports.reading import _pass_over
from commerce.imports.shopify_csv import read_products

from .conftest import row
from .csv_reading import codes, read, refused


def variants(count: int) -> list[dict[str, Any]]:
    return [
        row("mug", Option1_Name="A", Option2_Name="B", Option1_Value=f"{n // 64}",
            Option2_Value=f"{n % 64}")
        for n in range(count)
    ]  # fmt: skip


def test_2048_variants_are_read_and_2049_are_one_clear_error() -> None:
    """R8.1: up to 2,048 variants."""
    [parsed], issues = read(variants(2048))
    assert issues == []
    assert len(parsed.product.variants) == 2048
    products, issues = read([*variants(2049), row("cup")])
    assert codes(issues) == [(2, "Option1 Value", "too_many_variants")]
    assert [parsed.broken for parsed in products] == [True, False]


def test_an_option_of_more_values_than_fit_is_an_error() -> None:
    rows = [row("mug", Option1_Name="A", Option1_Value=f"{n}") for n in range(201)]
    [parsed], issues = read(rows)
    assert codes(issues) == [(2, "Option1 Value", "too_many_values")]
    assert parsed.broken


def test_pictures_above_250_are_left_out_with_a_warning() -> None:
    """R8.1: 250 media per product."""
    rows = [row("mug", Image_Src="https://a.example.com/0.jpg")]
    rows += [
        {"Handle": "mug", "Image Src": f"https://a.example.com/{n}.jpg"} for n in range(1, 260)
    ]
    [parsed], issues = read(rows)
    assert len(parsed.product.pictures) == 250
    assert codes(issues) == [(252, "Image Src", "too_many_pictures")]
    assert not parsed.broken


def test_a_product_of_endless_rows_takes_bounded_memory() -> None:
    line = b"mug,,1,https://a.example.com/1.jpg\n"
    data = b"Handle,Title,Variant Price,Image Src\nmug,Mug,1,\n" + line * 60_000
    tracemalloc.start()
    [parsed], _ = read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert parsed.broken
    assert peak < 20_000_000


def test_10000_rows_of_one_handle_are_a_few_sentences() -> None:
    """Options that differ: too many variants. None: nothing tells the rows apart."""
    sizes = [row("mug", Option1_Name="Size", Option1_Value=f"v{n}") for n in range(10_000)]
    [parsed], issues = read(sizes)
    assert codes(issues) == [(2, "Option1 Value", "too_many_variants")]
    assert parsed.broken
    [parsed], issues = read([row("mug")] * 10_000)
    assert codes(issues) == [
        (3, "Option1 Name", "option_missing"),
        (2, "Option1 Value", "too_many_variants"),
    ]
    assert parsed.broken


def big_file(count: int) -> io.BytesIO:
    head = b"Handle,Title,Body (HTML),Variant SKU,Variant Price\n"
    lines = (f"p-{n},Product {n},{'x' * 2000},SKU-{n},9.99\n".encode() for n in range(count))
    return io.BytesIO(head + b"".join(lines))


def count_products(file: io.BytesIO) -> int:
    return sum(1 for item in read_products(file, "EUR") if isinstance(item, ParsedProduct))


def test_a_large_file_is_read_in_bounded_memory() -> None:
    file = big_file(5_000)
    tracemalloc.start()
    assert count_products(file) == 5_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000, "handles and SKUs are remembered, 10 MB of contents are not"


def test_what_was_read_before_a_kill_is_passed_over_in_bounded_memory() -> None:
    """A job that goes on reads its file from the start; it must not hold what it passes."""
    found = read_products(big_file(5_000), "EUR")
    tracemalloc.start()
    _pass_over(found, 4_990)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000, f"{peak:,} bytes"
    left = [item for item in found if isinstance(item, ParsedProduct)]
    assert len(left) == 10


def test_100_megabytes_are_read() -> None:
    file = big_file(50_000)
    assert len(file.getvalue()) > 100_000_000
    assert count_products(file) == 50_000


def test_more_products_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.imports.shopify_csv.MAX_PRODUCTS", 3)
    assert refused([row(f"p{n}") for n in range(4)]).code == "too_many_products"
    monkeypatch.setattr("commerce.imports.csv_rows.MAX_ROWS", 5)
    assert refused([row("p"), *[{"Handle": "p"}] * 5]).code == "too_many_rows"
