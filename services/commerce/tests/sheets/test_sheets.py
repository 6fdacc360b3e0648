"""R8.5: own CSV of every entity: what an export wrote reads back, a dry run changes nothing, and a
line that is wrong is named by row, column and reason."""

import csv
import io
from typing import Any

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore, create_store, register_merchant
from ecomm_testing.members import join


async def _ok(reply: Any, status: int = 200) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def _file(store: ShopStore, path: str, **query: str) -> str:
    reply = await store.merchant.get(f"{store.path}{path}/export", params=query)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("text/csv")
    text: str = reply.text
    return text


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def _take(store: ShopStore, path: str, text: str, *, dry_run: bool = False) -> Any:
    body = {"csv": text, "dry_run": dry_run}
    return await _ok(await store.merchant.post(f"{store.path}{path}/import", json=body))


def _counts(told: Any) -> tuple[bool, int, int, int]:
    assert told["problems"] == [], told
    return told["applied"], told["created"], told["updated"], told["unchanged"]


async def test_categories_travel_with_their_tree(kernel: Kernel, store: ShopStore) -> None:
    """R8.5 (through the API): also into another store, where ids say nothing."""
    text = (
        "name,slug,parent,position,description,seo_title\n"
        "Garden,garden,,1,Outside,Gardens\n"
        "Pots,pots,garden,0,=1+1,\n"
    )
    assert _counts(await _take(store, "/categories", text, dry_run=True)) == (False, 2, 0, 0)
    assert _rows(await _file(store, "/categories")) == []
    assert _counts(await _take(store, "/categories", text)) == (True, 2, 0, 0)
    written = await _file(store, "/categories")
    rows = _rows(written)
    assert [(row["slug"], row["parent"], row["description"]) for row in rows] == [
        ("garden", "", "Outside"),
        ("pots", "garden", "'=1+1"),
    ]
    assert _counts(await _take(store, "/categories", written)) == (True, 0, 0, 2)
    renamed = written.replace("Garden,", "Yard,", 1)
    assert _counts(await _take(store, "/categories", renamed)) == (True, 0, 1, 1)
    other = await create_store(await register_merchant(store.merchant.api), kernel)
    refused = await _take(other, "/categories", written)
    assert refused["problems"][0] == {
        "row": 2, "column": "id", "reason": "There is no such category.",
    }  # fmt: skip
    bare = "\n".join(line.partition(",")[2] for line in written.removeprefix("\ufeff").split("\n"))
    assert _counts(await _take(other, "/categories", bare)) == (True, 2, 0, 0)


async def test_a_circle_and_an_unknown_parent_are_named_and_nothing_is_taken(
    store: ShopStore,
) -> None:
    """R8.5 (through the API): R7.6 holds for files, too."""
    await _take(store, "/categories", "name,slug,parent\nA,a,\nB,b,a\n")
    text = "name,slug,parent\nA,a,b\nC,c,nowhere\n,d,\nE,e,\n"
    told = await _take(store, "/categories", text)
    assert not told["applied"]
    assert [(one["row"], one["column"]) for one in told["problems"]] == [
        (2, "parent"), (3, "parent"), (4, "name"),
    ]  # fmt: skip
    assert {row["slug"] for row in _rows(await _file(store, "/categories"))} == {"a", "b"}


async def test_collections_travel_with_rules_and_products(store: ShopStore) -> None:
    """R8.5 (through the API)."""
    first, second = await store.product(title="Mug"), await store.product(title="Bowl")
    rules = '"[{""field"": ""tag"", ""op"": ""equals"", ""value"": ""sale""}]"'
    text = (
        "title,slug,kind,rules,products,published,description\n"
        f"Picks,picks,manual,,{second['slug']} {first['slug']},yes,<p>x</p><script>y</script>\n"
        f"Sale,sale,smart,{rules},,no,\n"
    )
    assert _counts(await _take(store, "/collections", text)) == (True, 2, 0, 0)
    written = await _file(store, "/collections")
    by_slug = {row["slug"]: row for row in _rows(written)}
    assert by_slug["picks"]["products"] == f"{second['slug']} {first['slug']}"
    assert by_slug["picks"]["description"] == "<p>x</p>"
    assert (by_slug["sale"]["published"], by_slug["sale"]["kind"]) == ("no", "smart")
    assert _counts(await _take(store, "/collections", written)) == (True, 0, 0, 2)
    turned = f"slug,title,products\npicks,Picks,{first['slug']}\n"
    assert _counts(await _take(store, "/collections", turned)) == (True, 0, 1, 0)
    wrong = (
        "slug,title,kind,products,rules\n"
        "picks,Picks,smart,,\nnew,New,manual,nothing,\nx,X,smart,,{\n"
    )
    told = await _take(store, "/collections", wrong)
    assert [(one["row"], one["column"]) for one in told["problems"]] == [
        (2, "kind"), (3, "products"), (4, "rules"),
    ]  # fmt: skip


async def test_discounts_travel_whole(store: ShopStore) -> None:
    """R8.5 (through the API): amounts as people write them, what it speaks of as JSON."""
    product = await store.product()
    made = {
        "name": "Spring",
        "code": "SPRING",
        "kind": "percentage",
        "percent_ppm": 125_000,
        "minimum_subtotal": store.money(5_000),
        "selection": {"products": [product["id"]]},
        "exclusive_group": "season",
        "combines_with": ["shipping"],
    }
    await _ok(await store.merchant.post(f"{store.path}/discounts", json=made), 201)
    written = await _file(store, "/discounts")
    row = _rows(written)[0]
    assert (row["percent"], row["minimum_subtotal"], row["currency"]) == ("12.5", "50.00", "EUR")
    assert _counts(await _take(store, "/discounts", written)) == (True, 0, 0, 1)
    assert _counts(await _take(store, "/discounts", written.replace("12.5", "15"))) == (
        True, 0, 1, 0,
    )  # fmt: skip
    text = "name,code,kind,percent,amount\nTen,TEN,percentage,10,\nOff,OFF,fixed,,5.00\n"
    told = await _take(store, "/discounts", text, dry_run=True)
    assert _counts(told) == (False, 2, 0, 0), "and nothing is left of it"
    assert len(_rows(await _file(store, "/discounts"))) == 1
    wrong = "name,kind,percent\nBad,percentage,ten\nWorse,nothing,\n,percentage,5\n"
    told = await _take(store, "/discounts", wrong)
    assert [(one["row"], one["column"]) for one in told["problems"]] == [
        (2, "percent"), (3, "kind"), (4, "name"),
    ]  # fmt: skip


async def test_gift_cards_are_listed_without_their_codes(store: ShopStore, kernel: Kernel) -> None:
    """R8.5, R4.6 (through the API): balances for the books; staff see no file of them."""
    card = await _ok(
        await store.merchant.post(
            f"{store.path}/gift-cards", json={"amount": store.money(2_500), "note": "@SUM(A1)"}
        ),
        201,
    )
    text = await _file(store, "/gift-cards")
    row = _rows(text)[0]
    assert (row["last4"], row["balance"], row["note"]) == (card["last4"], "25.00", "'@SUM(A1)")
    plain = card["code"].replace("-", "").replace(" ", "")
    assert card["code"] not in text
    assert plain not in text.replace("-", "")
    staff = await join(kernel, store.merchant, "staff", [store.id])
    assert (await staff.get(f"{store.path}/gift-cards/export")).status_code == 403


async def test_translations_travel_and_know_what_changed_since(store: ShopStore) -> None:
    """R8.5 (through the API): a file that was translated before the original changed says so."""
    await _ok(await store.merchant.post(f"{store.path}/locales", json={"locale": "de"}), 201)
    product = await store.product(title="Red kettle", description="<p>Boils.</p>")
    await store.product(title="Mug", options=[{"name": "Colour", "values": ["Red"]}])
    path = "/translations/de"
    written = await _file(store, path, kind="product")
    rows = [row for row in _rows(written) if row["id"] == product["id"]]
    assert [(row["field"], row["source"], row["translation"]) for row in rows] == [
        ("title", "Red kettle", ""), ("description", "<p>Boils.</p>", ""),
    ]  # fmt: skip
    filled = written.replace("Red kettle,\r\n", "Red kettle,Roter Kessel\r\n")
    assert _counts(await _take(store, path, filled, dry_run=True))[:3] == (False, 0, 1)
    assert _counts(await _take(store, path, filled))[:3] == (True, 0, 1)
    assert _counts(await _take(store, path, filled))[:3] == (True, 0, 0)
    one = f"{store.path}{path}/product/{product['id']}"
    assert (await _ok(await store.merchant.get(one)))["title"]["state"] == "translated"
    await _ok(
        await store.merchant.patch(
            f"{store.path}/products/{product['id']}", json={"title": "Pink kettle"}
        )
    )
    late = filled.replace("Roter Kessel", "Rotkessel")
    assert _counts(await _take(store, path, late))[:3] == (True, 0, 1)
    told = await _ok(await store.merchant.get(one))
    assert (told["title"]["text"], told["title"]["state"]) == ("Rotkessel", "outdated")
    options = await _file(store, path)
    assert _counts(await _take(store, path, options.replace("Colour,\r\n", "Colour,Farbe\r\n")))[
        :3
    ] == (True, 0, 1)
    wrong = (
        "kind,id,field,locale,translation\n"
        f"product,{product['id']},colour,de,x\n"
        "product,nothing,title,de,x\n"
        f"product,{product['id']},title,fr,x\n"
        f"page,{product['id']},title,de,x\n"
    )
    told = await _take(store, path, wrong)
    assert [(one["row"], one["column"]) for one in told["problems"]] == [
        (2, "field"), (3, "id"), (4, "locale"), (5, "id"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/categories", "/collections", "/discounts"])
async def test_a_viewer_reads_and_never_writes(kernel: Kernel, store: ShopStore, path: str) -> None:
    viewer = await join(kernel, store.merchant, "viewer", [store.id])
    assert (await viewer.get(f"{store.path}{path}/export")).status_code == 200
    body = {"csv": "name,title,kind,slug\nA,A,manual,a\n", "dry_run": False}
    refused = await viewer.post(f"{store.path}{path}/import", json=body)
    assert refused.status_code == 403
    assert _rows(await _file(store, path)) == []


@pytest.mark.parametrize("path", ["/categories", "/collections", "/discounts"])
@pytest.mark.parametrize(
    "text", ["\ufeff", "x", "name\n", '"', "title,name,kind\n\n", "name;kind\n;;"]
)
async def test_what_is_no_such_file_is_refused_in_words(
    store: ShopStore, path: str, text: str
) -> None:
    told = await _take(store, path, text)
    assert not told["applied"]
    assert told["problems"]
