"""What the cells of Shopify's product CSV mean, as they come from shops and spreadsheets."""

from typing import Any

import pytest

from .conftest import fixture, row
from .csv_reading import codes, read


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


def test_scripts_are_text_like_any_other() -> None:
    """They are sanitised or escaped where they are shown; no cell is code here."""
    attack = "<script>alert(1)</script>"
    [parsed], issues = read([row("x", Title=attack, Vendor=attack, Type=attack, Tags=attack)])
    assert issues == []
    assert parsed.product.title == attack
