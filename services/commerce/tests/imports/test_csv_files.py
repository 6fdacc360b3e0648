"""The file around the cells: encodings, separators, broken rows, and what is no product CSV."""

import pytest

from .conftest import row, table
from .csv_reading import codes, read, refused


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


def test_missing_columns_are_named() -> None:
    one = refused(b"Handle,Title\nmug,Mug\n")
    assert (one.column, one.message.partition(": ")[2]) == (
        "Variant Price",
        "Variant Price is missing.",
    )
    assert refused(b"id\n1\n").message.endswith("Handle, Title, Variant Price are missing.")


def test_a_broken_quote_names_its_row() -> None:
    rows = [row(f"p{n}") for n in range(50)]
    data = table(rows) + b'last,"never closed,1\n'
    issue = refused(data)
    assert (issue.code, issue.row) == ("csv_broken", 52)
