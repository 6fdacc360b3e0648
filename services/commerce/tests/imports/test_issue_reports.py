"""The report of an import: bounded on the page, whole and safe as a CSV."""

import csv
import io

import pytest

from .conftest import Importer, row
from .reports import found


async def test_the_report_is_a_csv_without_formulas(importer: Importer) -> None:
    attacks = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"]
    rows = [row(f"p{n}", Variant_Price=attack) for n, attack in enumerate(attacks)]
    job = await importer.run(rows, dry_run=True)
    reply = await importer.store.merchant.get(
        f"{importer.store.path}/imports/{job['id']}/issues.csv"
    )
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert reply.content.startswith(b"\xef\xbb\xbf"), "spreadsheets guess otherwise"
    lines = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [line["row"] for line in lines] == ["2", "3", "4", "5", "6", "7"]
    assert {line["code"] for line in lines} == {"price_invalid"}
    assert [line["value"][:1] for line in lines] == ["'"] * 6
    for line in lines:
        for cell in line.values():
            assert cell.strip()[:1] not in {"=", "+", "-", "@"}


async def test_200_issues_are_shown_and_all_are_in_the_report(importer: Importer) -> None:
    rows = [row(f"p{n}", Variant_Price="x") for n in range(230)]
    job = await importer.run(rows, dry_run=True)
    assert (len(job["issues"]), job["issues_total"]) == (200, 230)
    assert (len(job["diff"]), job["diff_total"]) == (200, 230)
    reply = await importer.store.merchant.get(
        f"{importer.store.path}/imports/{job['id']}/issues.csv"
    )
    assert reply.content.count(b"price_invalid") == 230


async def test_issues_without_end_are_counted_and_kept_to_a_bound(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commerce.imports.repository.MAX_ISSUES", 50)
    job = await importer.run([row(f"p{n}", Variant_Price="x") for n in range(230)], dry_run=True)
    assert (len(job["issues"]), job["issues_total"]) == (50, 230)
    assert job["summary"]["errors"] == 230


async def test_columns_are_named_as_the_file_names_them(importer: Importer) -> None:
    data = (
        b"Title,URL handle,Price,SKU,Product image URL\n"
        b"Mug,mug,12,M-1,https://pictures.invented-shop.test/a.jpg\n"
    )
    job = await importer.run(data)
    assert found(job) == [(2, "Product image URL", "picture_unreachable")]
    job = await importer.run(b"Title,URL handle,Price,SKU\nCup,cup,3,m-1\n")
    assert found(job) == [(2, "SKU", "sku_taken")]
    job = await importer.run(b"Title,URL handle,Price,SKU\nCup,cup,much,c\n")
    assert found(job) == [(2, "Price", "price_invalid")]
