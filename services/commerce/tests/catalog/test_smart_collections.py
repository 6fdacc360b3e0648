"""Smart collections: what rules find, what makes them ask again, and that nothing else does."""

from typing import Any

import pytest
from sqlalchemy import text

from commerce.catalog.collections import filling
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox

from .conftest import Recorded
from .test_categories import change as change_category
from .test_categories import make as make_category
from .test_collections import change, make, shown, titles
from .test_create_product import create


def rule(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


ALL = ["50% off_er", "Blue Cup", "Éclair", "Red Mug"]


async def smart(
    store: ShopStore, kernel: Kernel, *rules: dict[str, Any], **fields: Any
) -> dict[str, Any]:
    """A smart collection ordered by title, filled."""
    made = await make(store, kind="smart", rules=list(rules), **{"sort": "title", **fields})
    assert made["pending"]
    await run_outbox(kernel, store.merchant.tenant_id)
    read = await store.merchant.get(f"{store.path}/collections/{made['id']}")
    assert not read.json()["data"]["pending"]
    return made


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (rule("title", "equals", "RED mug"), ["Red Mug"]),
        (rule("title", "not_equals", "red mug"), ["50% off_er", "Blue Cup", "Éclair"]),
        (rule("title", "contains", "ecl"), ["Éclair"]),
        (rule("title", "contains", "%"), ["50% off_er"]),
        (rule("title", "contains", "off_e"), ["50% off_er"]),
        (rule("title", "not_contains", "u"), ["50% off_er", "Éclair"]),
        (rule("title", "starts_with", "blue"), ["Blue Cup"]),
        (rule("title", "ends_with", "mug"), ["Red Mug"]),
        (rule("vendor", "equals", "kiln"), ["Red Mug"]),
        (rule("vendor", "not_equals", "Kiln"), ["50% off_er", "Blue Cup", "Éclair"]),
        (rule("product_type", "contains", "ware"), ["Blue Cup", "Red Mug"]),
        (rule("tag", "equals", "sale"), ["Blue Cup"]),
        (rule("tag", "not_equals", "SALE"), ["50% off_er", "Éclair", "Red Mug"]),
        (rule("price", "less_than", 1000), ["50% off_er", "Blue Cup"]),
        (rule("price", "equals", 1000), ["Red Mug"]),
        (rule("price", "greater_than", 1000), ["Éclair"]),
        (rule("compare_at_price", "is_set"), ["Blue Cup"]),
        (rule("compare_at_price", "is_not_set"), ["50% off_er", "Éclair", "Red Mug"]),
        (rule("compare_at_price", "greater_than", 1500), ["Blue Cup"]),
        (rule("stock", "equals", 0), ["Éclair"]),
        (rule("stock", "greater_than", 2), ["Blue Cup"]),
        (rule("created", "before", "2020-01-01T00:00:00Z"), []),
        (rule("created", "after", "2020-01-01T00:00:00Z"), ALL),
    ],
)
async def test_a_condition_finds_what_it_says(
    store: ShopStore, kernel: Kernel, wanted: dict[str, Any], found: list[str]
) -> None:
    """R8.2: each field, each way to compare."""
    await create(
        store, title="Red Mug", vendor="Kiln", product_type="Stoneware", price=store.money(1000)
    )
    await create(
        store,
        title="Blue Cup",
        product_type="Tableware",
        tags=["Sale", "New"],
        price=store.money(900),
        compare_at_price=store.money(1600),
        stock=3,
    )
    await create(store, title="Éclair", price=store.money(1100), stock=0)
    await create(store, title="50% off_er", price=store.money(1))
    reply = await store.merchant.post(f"{store.path}/collections/preview", json={"rules": [wanted]})
    assert reply.json()["data"]["total"] == len(found)
    made = await smart(store, kernel, wanted)
    assert await titles(store, made) == found


async def test_all_or_any_of_the_conditions(store: ShopStore, kernel: Kernel) -> None:
    """R8.2"""
    for title, tags in (("A", ["x"]), ("B", ["x", "y"]), ("C", ["y"]), ("D", [])):
        await create(store, title=title, tags=tags, status="active")
    both = [rule("tag", "equals", "x"), rule("tag", "equals", "y")]
    made = await smart(store, kernel, *both)
    assert await titles(store, made) == ["B"]
    await change(store, made, match="any")
    await run_outbox(kernel, store.merchant.tenant_id)
    assert await titles(store, made) == ["A", "B", "C"] == await shown(store, made)


async def test_sixty_conditions_are_possible_and_no_more(store: ShopStore, kernel: Kernel) -> None:
    """R8.2"""
    many = [rule("tag", "not_equals", f"t{n}") for n in range(60)]
    await create(store, title="Plain")
    await create(store, title="Tagged", tags=["t59"])
    made = await smart(store, kernel, *many)
    assert await titles(store, made) == ["Plain"]
    reply = await store.merchant.post(
        f"{store.path}/collections",
        json={"title": "Too many", "kind": "smart", "rules": [*many, rule("tag", "equals", "x")]},
    )
    assert reply.status_code == 422


async def test_a_category_counts_with_all_below_it_and_follows_its_moves(
    store: ShopStore, kernel: Kernel
) -> None:
    """R8.2"""
    top = await make_category(store, "Top")
    inner = await make_category(store, "Inner", parent_id=top["id"])
    await create(store, title="In", category_ids=[inner["id"]])
    await create(store, title="Out")
    made = await smart(store, kernel, rule("category", "is_in", top["id"]))
    apart = await smart(store, kernel, rule("category", "is_not_in", top["id"]), title="Apart")
    assert (await titles(store, made), await titles(store, apart)) == (["In"], ["Out"])
    await change_category(store, inner, parent_id=None)
    await run_outbox(kernel, store.merchant.tenant_id)
    assert (await titles(store, made), await titles(store, apart)) == ([], ["In", "Out"])
    reply = await store.merchant.post(
        f"{store.path}/collections/preview",
        json={"rules": [rule("category", "is_in", made["id"])]},
    )
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == "rules.0.value"


async def test_products_come_and_go_as_they_change(
    store: ShopStore, kernel: Kernel, recorded: Recorded
) -> None:
    """R8.2: a new product, an edit, a price, stock, many at once; shoppers see it, and shops are
    told by tag."""
    tenant = store.merchant.tenant_id
    made = await smart(
        store, kernel, rule("price", "less_than", 1000), rule("stock", "greater_than", 0)
    )
    product = await create(store, title="Mug", price=store.money(900), stock=2, status="active")
    path = f"{store.path}/products/{product['id']}"
    assert await shown(store, made) == []
    await run_outbox(kernel, tenant)
    assert await shown(store, made) == ["Mug"]
    told = len(await recorded.events("collections.changed"))
    await store.merchant.patch(path, json={"price": store.money(1200)})
    await run_outbox(kernel, tenant)
    assert await shown(store, made) == []
    assert len(await recorded.events("collections.changed")) == told + 1
    await store.merchant.patch(path, json={"price": store.money(800)})
    await run_outbox(kernel, tenant)
    assert await shown(store, made) == ["Mug"]
    variant = product["variants"][0]["id"]
    await store.merchant.patch(f"{store.path}/inventory/{variant}", json={"on_hand": 0})
    await run_outbox(kernel, tenant)
    assert await shown(store, made) == []
    await store.merchant.patch(f"{store.path}/inventory/{variant}", json={"on_hand": 9})
    await run_outbox(kernel, tenant)
    assert await shown(store, made) == ["Mug"]


async def test_only_rules_that_look_at_what_changed_are_asked_again(
    store: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.2"""
    by_vendor = await smart(store, kernel, rule("vendor", "equals", "Kiln"), title="Vendor")
    by_tag = await smart(store, kernel, rule("tag", "equals", "sale"), title="Tag")
    product = await create(store, title="Mug")
    await run_outbox(kernel, store.merchant.tenant_id)
    asked: list[str] = []
    refill = filling._refill

    async def counted(kernel: Any, session: Any, collection: Any, ids: Any) -> bool:
        asked.append(str(collection.id))
        return await refill(kernel, session, collection, ids)

    monkeypatch.setattr(filling, "_refill", counted)
    path = f"{store.path}/products/{product['id']}"
    for fields, wanted in (
        ({"tags": ["sale"]}, [by_tag["id"]]),
        ({"vendor": "Kiln"}, [by_vendor["id"]]),
        ({"title": "Cup", "seo": {"title": "x"}, "description": "<p>New</p>"}, []),
        ({"status": "active"}, []),
    ):
        asked.clear()
        assert (await store.merchant.patch(path, json=fields)).status_code == 200
        await run_outbox(kernel, store.merchant.tenant_id)
        assert asked == wanted, fields
    assert await titles(store, by_tag) == ["Cup"] == await titles(store, by_vendor)


async def test_what_rules_decide_is_not_changed_by_hand(store: ShopStore, kernel: Kernel) -> None:
    product = await create(store, title="Mug")
    made = await smart(store, kernel, rule("tag", "equals", "none"))
    path = f"{store.path}/collections/{made['id']}/products"
    body = {"product_ids": [product["id"]]}
    for reply in (
        await store.merchant.put(path, json=body),
        await store.merchant.post(f"{path}/add", json=body),
        await store.merchant.post(f"{path}/remove", json=body),
    ):
        assert (reply.status_code, reply.json()["error"]["code"]) == (409, "not_by_hand")
    assert await titles(store, made) == []
    assert (await change(store, made, rules=[])).status_code == 422


async def test_a_change_is_in_the_shop_within_five_seconds(
    store: ShopStore, kernel: Kernel
) -> None:
    """R8.2: what waits for the worker is due at once, with no delay of its own, and is done in one
    round. Planted: a job for in a second."""
    tenant = store.merchant.tenant_id
    made = await make(store, kind="smart", rules=[rule("tag", "equals", "sale")])
    await create(store, title="Mug", tags=["sale"], status="active")
    waiting = text(
        """select task, not_before <= :now as due from outbox
            where task in (:fill, :refresh) and done_at is null order by task"""
    )
    values = {"now": clock.now(), "fill": filling.FILL, "refresh": filling.REFRESH}
    async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        rows = (await session.execute(waiting, values)).all()
    assert [(row.task, row.due) for row in rows] == [
        (filling.FILL, True),
        (filling.REFRESH, True),
    ]
    await run_outbox(kernel, tenant)
    assert await shown(store, made) == ["Mug"]
    async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        assert (await session.execute(waiting, values)).all() == []
