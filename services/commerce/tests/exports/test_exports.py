"""Exports of products: what is in the file, that it reads back alike, that it goes on where it
stopped."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from commerce.exports import service
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore, create_store
from ecomm_testing.outbox import run_outbox


async def export(store: ShopStore, kernel: Kernel, **body: Any) -> dict[str, Any]:
    """An export, finished."""
    reply = await store.merchant.post(f"{store.path}/exports", json=body)
    assert reply.status_code == 202, reply.text
    await run_outbox(kernel, store.merchant.tenant_id)
    path = f"{store.path}/exports/{reply.json()['data']['id']}"
    data: dict[str, Any] = (await store.merchant.get(path)).json()["data"]
    return data


async def file_of(store: ShopStore, job: dict[str, Any]) -> str:
    reply = await store.merchant.get(f"{store.path}/exports/{job['id']}/file.csv")
    assert reply.status_code == 200, reply.text
    return reply.content.decode("utf-8-sig")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


async def read_back(store: ShopStore, kernel: Kernel, text: str, **form: str) -> dict[str, Any]:
    """The file imported into a store."""
    reply = await store.merchant.post(
        f"{store.path}/products/import",
        files={"file": ("p.csv", text.encode(), "text/csv")},
        data={"dry_run": "false", **form},
    )
    assert reply.status_code == 202, reply.text
    await run_outbox(kernel, store.merchant.tenant_id)
    path = f"{store.path}/imports/{reply.json()['data']['id']}"
    data: dict[str, Any] = (await store.merchant.get(path)).json()["data"]
    return data


async def products(store: ShopStore) -> list[dict[str, Any]]:
    """What the export is to keep of every product, by title."""
    listed = await store.merchant.get(f"{store.path}/products", params={"sort": "title"})
    found = []
    for row in listed.json()["data"]:
        reply = await store.merchant.get(f"{store.path}/products/{row['id']}")
        product = reply.json()["data"]
        found.append(
            {
                **{
                    name: product[name]
                    for name in ("title", "description", "status", "vendor", "product_type", "tags")
                },
                "seo": (product["seo"]["title"], product["seo"]["description"]),
                "options": [(o["name"], o["values"]) for o in product["options"]],
                "variants": [
                    {
                        name: variant[name]
                        for name in (
                            *("options", "sku", "barcode", "price", "compare_at_price", "cost"),
                            *("weight_grams", "policy", "stock"),
                        )
                    }
                    for variant in product["variants"]
                ],
            }
        )
    return found


async def fill(store: ShopStore) -> None:
    await store.product(
        title='=Mug, "big"',
        description="<p>Two<br>lines</p>",
        vendor="Kiln & Sons",
        product_type="Ware",
        tags=["clay", "blue"],
        sku="00123",
        barcode="4006381333931",
        cost=store.money(401),
        compare_at_price=store.money(3000),
        weight_grams=350,
        seo={"title": "A mug", "description": "@home"},
    )
    await store.product(
        title="Shirt",
        status="draft",
        options=[{"name": "Size", "values": ["S", "M"]}, {"name": "Colour", "values": ["Ink"]}],
        stock=None,
    )


async def test_a_file_reads_back_alike_in_another_store(store: ShopStore, kernel: Kernel) -> None:
    """R8.5: prices, stock, options, SKUs with zeros in front, texts a spreadsheet takes for
    formulas."""
    await fill(store)
    job = await export(store, kernel)
    assert (job["status"], job["total"], job["done"], job["skipped"]) == ("done", 2, 2, 0)
    text = await file_of(store, job)
    other = await create_store(store.merchant, kernel)
    done = await read_back(other, kernel, text)
    assert (done["summary"]["created"], done["summary"]["errors"]) == (2, 0), done["issues"]
    assert await products(other) == await products(store)
    again = await read_back(store, kernel, text)
    assert again["summary"]["unchanged"] == 2, again["diff"]


async def test_cells_are_harmless_in_a_spreadsheet(store: ShopStore, kernel: Kernel) -> None:
    """R8.5"""
    await store.product(title="=HYPERLINK(1)", vendor="+cmd", tags=["@x"])
    [row] = rows_of(await file_of(store, await export(store, kernel)))
    assert (row["Title"], row["Vendor"], row["Tags"]) == ("'=HYPERLINK(1)", "'+cmd", "'@x")


async def test_more_than_three_options_are_our_own_format_s(
    store: ShopStore, kernel: Kernel
) -> None:
    """R8.5, R8.1"""
    options = [{"name": f"O{n}", "values": ["a", "b"]} for n in range(5)]
    await store.product(title="Many", options=options, stock=None)
    await store.product(title="Few", stock=None)
    shopify = await export(store, kernel)
    assert (shopify["done"], shopify["skipped"]) == (2, 1)
    assert {row["Title"] for row in rows_of(await file_of(store, shopify))} == {"Few"}
    own = await export(store, kernel, format="own")
    assert own["skipped"] == 0
    other = await create_store(store.merchant, kernel)
    done = await read_back(other, kernel, await file_of(store, own))
    assert done["summary"]["errors"] == 0, done["issues"]
    assert await products(other) == await products(store)


async def test_an_export_goes_on_where_it_stopped(
    store: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.5: parts are written once each; a file is not given out before its end."""
    monkeypatch.setattr(service, "PART", 2)
    for n in range(5):
        await store.product(title=f"P{n}", status="active" if n else "draft")
    write, calls = service.write, []

    async def breaking(*args: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the machine went away")
        return await write(*args)

    monkeypatch.setattr(service, "write", breaking)
    reply = await store.merchant.post(f"{store.path}/exports", json={})
    path = f"{store.path}/exports/{reply.json()['data']['id']}"
    with pytest.raises(RuntimeError):
        await run_outbox(kernel, store.merchant.tenant_id)
    early = await store.merchant.get(f"{path}/file.csv")
    assert (early.status_code, early.json()["error"]["code"]) == (409, "export_not_ready")
    await run_outbox(kernel, store.merchant.tenant_id, ahead=timedelta(minutes=5))
    job = (await store.merchant.get(path)).json()["data"]
    assert (job["status"], job["done"]) == ("done", 5)
    text = await file_of(store, job)
    assert [row["Title"] for row in rows_of(text)] == [f"P{n}" for n in range(5)]
    drafts = await export(store, kernel, status="draft")
    assert [row["Title"] for row in rows_of(await file_of(store, drafts))] == ["P0"]
