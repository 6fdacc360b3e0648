"""Reading Shopify's product CSV, as it comes from shops and spreadsheets."""

import io
import tracemalloc
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from commerce.flows.incoming import Issue
from commerce.imports.parsed import FileRefused, ParsedProduct
from commerce.imports.shopify_csv import read_products

from .conftest import fixture, row, table


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


def test_an_export_is_read_with_all_its_quirks() -> None:
    products, issues = read(fixture("workshop.csv"))
    found = [parsed.product for parsed in products]
    variants = [variant for product in found for variant in product.variants]
    assert [product.handle for product in found] == [
        "oak-desk-tray",
        "field-notebook",
        "canvas-apron",
        "brass-ruler",
        "pencil-set",
    ]
    assert len(variants) == 10
    assert sum(bool(variant.tracked) for variant in variants) == 9
    assert sum(variant.stock or 0 for variant in variants) == 88
    assert sum(len(product.pictures) for product in found) == 6
    assert codes(issues) == [(11, "Variant Price", "price_zero")]
    tray, notebook, apron, _, pencils = found
    assert tray.options == []
    assert tray.variants[0].option_values == ()
    assert tray.variants[0].stock is None, "a quantity does not make an untracked variant tracked"
    assert tray.description is not None
    assert "<li><span>Pens</span></li>\n" in tray.description, "lines in a quoted cell stay"
    assert [variant.sku for variant in notebook.variants] == ["0043", "0044", "0045"]
    assert notebook.variants[0].barcode == "4012345000011"
    assert notebook.variants[2].policy == "backorder"
    assert notebook.pictures[0].filename == "notebook plain.png"
    assert notebook.pictures[0].alt == "Plain pages"
    assert [(option.name, option.values) for option in apron.options] == [
        ("Size", ("S", "M")),
        ("Colour", ("Ink", "Sand")),
    ]
    assert [variant.grams for variant in apron.variants] == [410, 410, 430, 430]
    assert apron.variants[0].price == 5800
    assert apron.variants[0].compare_at_price == 7250
    assert [picture.row for picture in apron.pictures] == [6, 7, 10]
    assert pencils.status == "draft", "not published"
    assert pencils.tags == ["Paper", "Gifts"]


def test_negative_stock_is_warned_about_and_becomes_zero() -> None:
    """R8.1: a tracked negative quantity becomes 0 with a warning."""
    products, issues = read(fixture("lamps.csv"))
    variants = [variant for parsed in products for variant in parsed.product.variants]
    assert [variant.stock for variant in variants] == [None, 0, 1, 0, None]
    assert codes(issues) == [
        (2, "Variant Inventory Qty", "negative_stock"),
        (3, "Variant Inventory Qty", "negative_stock"),
    ]
    assert not any(parsed.broken for parsed in products)


def test_the_newer_names_of_the_columns_mean_the_same() -> None:
    data = (
        b"Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,"
        b"Barcode,Option1 name,Option1 value,Price,Compare-at price,Cost per item,"
        b"Inventory tracker,Inventory quantity,Continue selling when out of stock,"
        b"Weight value (grams),Product image URL,Image position,Image alt text\n"
        b"Tea Pot,tea-pot,<p>Pours.</p>,Kiln,Kitchen,Clay,TRUE,Active,TP-1,123,Glaze,Moss,"
        b"45.00,50.00,20.00,shopify,3,DENY,800,https://a.example.com/2.jpg,2,Side\n"
        b",tea-pot,,,,,,,TP-2,,,Sky,45.00,,,shopify,4,CONTINUE,,https://a.example.com/1.jpg,1,\n"
    )
    [parsed], issues = read(data)
    assert issues == []
    product = parsed.product
    assert (product.handle, product.title, product.description) == (
        "tea-pot",
        "Tea Pot",
        "<p>Pours.</p>",
    )
    assert [(v.sku, v.price, v.stock, v.policy) for v in product.variants] == [
        ("TP-1", 4500, 3, "deny"),
        ("TP-2", 4500, 4, "backorder"),
    ]
    assert product.variants[0].cost == 2000
    assert [picture.source[-5:] for picture in product.pictures] == ["1.jpg", "2.jpg"]


def test_what_the_file_does_not_say_is_none() -> None:
    [parsed], _ = read(b"Handle,Title,Variant Price\ncup,Cup,8\n")
    product = parsed.product
    assert (product.description, product.vendor, product.tags, product.status) == (None,) * 4
    assert not product.compare_at_said
    [variant] = product.variants
    assert (variant.tracked, variant.stock, variant.policy, variant.sku) == (None,) * 4


@pytest.mark.parametrize(
    ("encoding", "warned"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("utf-16-be", False),
        ("latin-1", True),
        ("cp1252", True),
    ],
)
def test_every_encoding_spreadsheets_write_is_read(encoding: str, warned: bool) -> None:
    rows = [row("creme", Title="Crème brûlée für zwei", Vendor="Söhne")]
    [parsed], issues = read(table(rows).decode().encode(encoding))
    assert parsed.product.title == "Crème brûlée für zwei"
    assert [issue.code for issue in issues] == (["encoding_guessed"] if warned else [])


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("said", [False, True])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_separator_is_recognised(separator: str, said: bool, newline: str) -> None:
    data = table([row("mug", Tags="a, b")], delimiter=separator, lineterminator=newline)
    if said:
        data = f"sep={separator}{newline}".encode() + data
    [parsed], issues = read(data)
    assert issues == []
    assert parsed.product.row == 2
    assert parsed.product.tags == ["a", "b"]


def test_semicolons_come_with_a_decimal_comma() -> None:
    rows = [row("mug", Variant_Price="1249,50", Variant_Grams="0,5")]
    [parsed], issues = read(table(rows, delimiter=";"))
    assert issues == []
    assert parsed.product.variants[0].price == 124950


@pytest.mark.parametrize(
    ("price", "currency", "minor"),
    [
        ("12", "EUR", 1200),
        ("12.5", "EUR", 1250),
        ("12.50", "EUR", 1250),
        ("1250", "JPY", 1250),
        ("1250.00", "JPY", 1250),
        ("1.234", "KWD", 1234),
    ],
)
def test_prices_become_minor_units(price: str, currency: str, minor: int) -> None:
    """R1.2: minor digits belong to the currency."""
    [parsed], issues = read([row("mug", Variant_Price=price)], currency)
    assert issues == []
    assert parsed.product.variants[0].price == minor


@pytest.mark.parametrize(
    "price",
    ["12.505", "-1", "1e5", "twelve", "1,250.00", "99999999999999", "٣", "NaN", "$12", "12 EUR"],
)
def test_what_is_no_price_is_an_error_at_its_cell(price: str) -> None:
    [parsed], issues = read([row("mug", Variant_Price=price)])
    assert parsed.broken
    assert codes(issues) == [(2, "Variant Price", "price_invalid")]
    assert issues[0].value == price


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Variant Inventory Qty", "1e9", "number_invalid"),
        ("Variant Inventory Qty", "99999999999", "number_invalid"),
        ("Variant Inventory Qty", "2.5", "number_invalid"),
        ("Variant Grams", "-4", "number_invalid"),
        ("Variant Grams", "99999999", "number_invalid"),
        ("Variant Compare At Price", "free", "price_invalid"),
        ("Cost per item", "0x10", "price_invalid"),
        ("Title", "", "value_missing"),
        ("Title", "x" * 256, "value_too_long"),
        ("Body (HTML)", "x" * 200_001, "value_too_long"),
        ("Vendor", "x" * 121, "value_too_long"),
        ("Variant SKU", "x" * 81, "value_too_long"),
        ("Handle", "x" * 256, "value_too_long"),
        ("Status", "sold", "status_invalid"),
        ("Published", "maybe", "published_invalid"),
        ("Variant Inventory Policy", "perhaps", "policy_invalid"),
        ("Gift Card", "true", "gift_card"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_its_product_skipped(
    column: str, value: str, code: str
) -> None:
    bad = row("bad") | {column: value}
    products, issues = read([bad, row("good")])
    assert codes(issues) == [(2, column, code)]
    assert issues[0].level == "error"
    assert len(issues[0].value or "") <= 200
    assert [parsed.broken for parsed in products] == [True, False]


def test_whole_numbers_may_carry_zero_decimals() -> None:
    [parsed], issues = read([row("mug", Variant_Inventory_Qty="7.0")])
    assert issues == []
    assert parsed.product.variants[0].stock == 7


def test_a_handle_that_stands_twice_marks_the_second_and_asks_for_the_first() -> None:
    products, issues = read([row("mug"), row("cup"), row("Mug")])
    assert codes(issues) == [(4, "Handle", "handle_twice")]
    assert [(parsed.broken, parsed.repeats) for parsed in products] == [
        (False, False),
        (False, False),
        (True, True),
    ]


def test_a_sku_that_stands_twice_stays_with_the_first() -> None:
    products, issues = read(
        [
            row("mug", Variant_SKU="A-1"),
            row("cup", Variant_SKU="a-1"),
            row("jug", Variant_SKU="B", Option1_Name="Size", Option1_Value="S"),
            row("jug", Variant_SKU="B", Option1_Value="M"),
        ]
    )
    assert codes(issues) == [(3, "Variant SKU", "sku_taken"), (5, "Variant SKU", "sku_taken")]
    assert [parsed.broken for parsed in products] == [False, True, True]
    assert "row 2 already (mug)" in issues[0].message


def test_options_are_checked() -> None:
    def sized(value: str, **more: Any) -> dict[str, Any]:
        return row("mug", Option1_Name="Size", Option1_Value=value, **more)

    assert codes(read([sized("S"), sized("S")])[1]) == [(3, "Option1 Value", "variant_twice")]
    assert codes(read([row("mug"), row("mug")])[1]) == [(3, "Option1 Name", "option_missing")]
    assert codes(read([sized("S"), sized("")])[1]) == [(3, "Option1 Value", "option_missing")]
    assert codes(read([sized("x" * 121)])[1]) == [(2, "Option1 Value", "option_missing")]
    assert codes(read([sized("S", Option2_Name="size", Option2_Value="S")])[1]) == [
        (2, "Option1 Name", "option_twice")
    ]
    [parsed], issues = read([row("mug", Option1_Name="x" * 61, Option1_Value="S")])
    assert codes(issues) == [(2, "Option1 Name", "value_too_long")]
    assert parsed.broken


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


def test_a_picture_is_listed_once_and_known_by_its_file_name() -> None:
    sources = [
        "https://a.example.com/x/P%C3%A9.JPG?v=1#z",
        "plain name.png",
        "https://[broken/y.png",
        "https://a.example.com/x/P%C3%A9.JPG?v=1#z",
        "..\\..\\secret.png",
    ]
    rows = [row("mug", Image_Src=sources[0])]
    rows += [{"Handle": "mug", "Image Src": source} for source in sources[1:]]
    [parsed], issues = read(rows)
    assert issues == []
    assert [picture.filename for picture in parsed.product.pictures] == [
        "Pé.JPG",
        "plain name.png",
        "y.png",
        "secret.png",
    ]


def test_nul_characters_are_left_out_with_a_warning() -> None:
    [parsed], issues = read(table([row("mug")]).replace(b"Mug", b"M\x00ug"))
    assert parsed.product.title == "Mug"
    assert codes(issues) == [(2, None, "nul_removed")]


def test_short_rows_are_filled_and_long_ones_are_errors_of_their_product() -> None:
    data = (
        b"Handle,Title,Variant Price,Vendor\n"
        b"mug,Mug,1\n"  # short
        b"cup,Cup,2,Kiln,,,\n"  # long, yet nothing in it
        b"jug,Jug, large,3,Kiln\n"  # a separator without quotes
        b"pot,Pot,4,Kiln\n"
    )
    products, issues = read(data)
    assert [(parsed.product.handle, parsed.broken) for parsed in products] == [
        ("mug", False),
        ("cup", False),
        ("jug", True),
        ("pot", False),
    ]
    assert (4, None, "too_many_cells") in codes(issues)


def test_a_row_without_a_handle_is_named() -> None:
    data = b"Handle,Title,Variant Price\n,Nobody,1\nmug,Mug,2\n"
    [parsed], issues = read(data)
    assert codes(issues) == [(2, "Handle", "handle_missing")]
    assert not parsed.broken


def test_empty_lines_count_as_rows_and_are_skipped() -> None:
    data = b"Handle,Title,Variant Price\n\nmug,Mug,x\n,,\n"
    [parsed], issues = read(data)
    assert codes(issues) == [(3, "Variant Price", "price_invalid")]
    assert parsed.product.row == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n\n", "file_empty"),
        (b"Handle,Title,Variant Price\n", "file_empty"),
        (b"Handle,Title,Variant Price\n,,\n\n", "file_empty"),
        (b"id,name,amount\n1,Mug,2\n", "column_missing"),
        (b"Handle,Title\nmug,Mug\n", "column_missing"),
        (b"Handle,Title,Variant Price,Title\nmug,Mug,1,Mug\n", "column_twice"),
        (b'Handle,Title,Variant Price\nmug,"Mug,1\ncup,Cup,2\n', "csv_broken"),
        (b'Handle,Title,Variant Price\nmug,"Mug"s,1\n', "csv_broken"),
        (b"Handle,Title,Variant Price\nmug," + b"x" * 1_000_001 + b",1\n", "csv_broken"),
        (b"x" * 5_000_000, "line_too_long"),
        (b"PK\x03\x04" + b"\x00" * 100, "not_csv"),
        (b"%PDF-1.7", "not_csv"),
        (b"\x1f\x8b\x08\x00", "not_csv"),
        (bytes(range(256)) * 50, "column_missing"),
    ],
)
def test_what_is_no_product_csv_is_refused_with_one_sentence(data: bytes, code: str) -> None:
    issue = refused(data)
    assert issue.code == code
    assert issue.message.endswith(".")


def test_a_broken_quote_names_its_row() -> None:
    rows = [row(f"p{n}") for n in range(50)]
    data = table(rows) + b'last,"never closed,1\n'
    issue = refused(data)
    assert (issue.code, issue.row) == ("csv_broken", 52)


def test_scripts_are_text_like_any_other() -> None:
    """They are sanitised or escaped where they are shown; no cell is code here."""
    attack = "<script>alert(1)</script>"
    [parsed], issues = read([row("x", Title=attack, Vendor=attack, Type=attack, Tags=attack)])
    assert issues == []
    assert parsed.product.title == attack


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


def test_100_megabytes_are_read() -> None:
    file = big_file(50_000)
    assert len(file.getvalue()) > 100_000_000
    assert count_products(file) == 50_000


def test_more_products_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.imports.shopify_csv.MAX_PRODUCTS", 3)
    assert refused([row(f"p{n}") for n in range(4)]).code == "too_many_products"
    monkeypatch.setattr("commerce.imports.csv_rows.MAX_ROWS", 5)
    assert refused([row("p"), *[{"Handle": "p"}] * 5]).code == "too_many_rows"
