"""Segments: by hand and by rules, judged when asked."""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.customers.service import segments_of
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

Shift = Callable[[float], None]
DAY = 86_400.0


async def person(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {"email": f"{secrets.token_hex(6)}@example.com", "name": "P", **fields}
    reply = await store.merchant.post(f"{store.path}/customers", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def bought(kernel: Kernel, store: ShopStore, who: dict[str, Any], **figures: Any) -> None:
    """What their orders would have left on the row."""
    sets = ", ".join(f"{name} = :{name}" for name in figures)
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await session.execute(
            text(f"update customer_accounts set {sets} where id = :id"),
            {**figures, "id": UUID(who["id"])},
        )


async def segment(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {"name": secrets.token_hex(4), "kind": "rules", **fields}
    reply = await store.merchant.post(f"{store.path}/segments", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def inside(store: ShopStore, segment_id: str) -> set[str]:
    reply = await store.merchant.get(f"{store.path}/customers", params={"segment_id": segment_id})
    assert reply.status_code == 200, reply.text
    return {row["id"] for row in reply.json()["data"]}


async def of(kernel: Kernel, store: ShopStore, who: UUID | str) -> frozenset[UUID]:
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        return await segments_of(session, store.id, who)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"field": "total_spent", "op": "at_least", "value": 10_000}, {"rich"}),
        ({"field": "total_spent", "op": "at_most", "value": 0}, {"new", "french"}),
        ({"field": "orders_count", "op": "at_least", "value": 1}, {"rich"}),
        ({"field": "orders_count", "op": "equals", "value": 3}, {"rich"}),
        ({"field": "orders_count", "op": "at_most", "value": 2}, {"new", "french"}),
        ({"field": "country", "op": "is_any_of", "value": ["FR", "AT"]}, {"french"}),
        ({"field": "country", "op": "is_none_of", "value": ["FR"]}, {"rich", "new"}),
        ({"field": "tag", "op": "has", "value": "vip"}, {"rich"}),
        ({"field": "tag", "op": "has_not", "value": "vip"}, {"new", "french"}),
        ({"field": "consent", "op": "is", "value": True}, {"french"}),
        ({"field": "consent", "op": "is", "value": False}, {"rich", "new"}),
        ({"field": "created", "op": "within_days", "value": 1}, {"rich", "new", "french"}),
        ({"field": "created", "op": "not_within_days", "value": 1}, set()),
    ],
)
async def test_each_condition_finds_whom_it_names(
    store: ShopStore, kernel: Kernel, condition: dict[str, Any], expected: set[str]
) -> None:
    french = {
        "name": "F", "line1": "1", "city": "Paris", "postal_code": "75001", "country": "FR",
    }  # fmt: skip
    people = {
        "rich": await person(store, tags=["vip"]),
        "new": await person(store),
        "french": await person(store, marketing=True, address=french),
    }
    await bought(kernel, store, people["rich"], total_spent=20_000, orders_count=3)
    made = await segment(store, conditions=[condition])
    names = {who["id"]: name for name, who in people.items()}
    assert {names[found] for found in await inside(store, made["id"])} == expected
    assert made["customers"] == len(expected)
    preview = await store.merchant.post(
        f"{store.path}/segments/preview", json={"conditions": [condition]}
    )
    assert preview.json()["data"] == {"count": len(expected), "of": 3}
    for name, who in people.items():
        wanted = {UUID(made["id"])} if name in expected else set()
        assert await of(kernel, store, UUID(who["id"])) == wanted
        assert await of(kernel, store, who["email"].upper()) == wanted


async def test_last_order_moves_with_the_clock(
    store: ShopStore, kernel: Kernel, shift_clock: Shift
) -> None:
    from ecomm_core import clock

    buyer, never = await person(store), await person(store)
    await bought(kernel, store, buyer, last_order_at=clock.now(), orders_count=1)
    recent = await segment(
        store, conditions=[{"field": "last_order", "op": "within_days", "value": 30}]
    )
    lapsed = await segment(
        store, conditions=[{"field": "last_order", "op": "not_within_days", "value": 30}]
    )
    assert await inside(store, recent["id"]) == {buyer["id"]}
    assert await inside(store, lapsed["id"]) == {never["id"]}
    shift_clock(31 * DAY)
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        now_in = await segments_of(session, store.id, UUID(buyer["id"]))
    assert now_in == {UUID(lapsed["id"])}


async def test_all_and_any_and_a_change_count_at_once(store: ShopStore) -> None:
    both = await person(store, tags=["a", "b"])
    one = await person(store, tags=["a"])
    conditions = [{"field": "tag", "op": "has", "value": tag} for tag in ("a", "b")]
    made = await segment(store, match="all", conditions=conditions)
    assert await inside(store, made["id"]) == {both["id"]}
    url = f"{store.path}/segments/{made['id']}"
    changed = await store.merchant.patch(url, json={"match": "any"})
    assert changed.json()["data"]["customers"] == 2
    assert await inside(store, made["id"]) == {both["id"], one["id"]}


async def test_a_manual_segment_has_whom_the_merchant_chose(
    store: ShopStore, kernel: Kernel, other_store: ShopStore
) -> None:
    chosen, other = await person(store), await person(store)
    stranger = await person(other_store)
    made = await segment(store, kind="manual")
    assert made["customers"] == 0
    url = f"{store.path}/segments/{made['id']}/customers"
    refused = await store.merchant.post(url, json={"customer_ids": [chosen["id"], stranger["id"]]})
    assert refused.status_code == 404
    assert await inside(store, made["id"]) == set()
    for _ in range(2):
        added = await store.merchant.post(url, json={"customer_ids": [chosen["id"]]})
        assert added.json()["data"]["customers"] == 1
    assert await of(kernel, store, UUID(chosen["id"])) == {UUID(made["id"])}
    assert await of(kernel, store, UUID(other["id"])) == frozenset()
    assert await of(kernel, store, "nobody@example.com") == frozenset()
    gone = await store.merchant.post(f"{url}/remove", json={"customer_ids": [chosen["id"]]})
    assert gone.json()["data"]["customers"] == 0
    rules = await segment(store, conditions=[{"field": "consent", "op": "is", "value": True}])
    by_hand = await store.merchant.post(
        f"{store.path}/segments/{rules['id']}/customers", json={"customer_ids": [chosen["id"]]}
    )
    assert (by_hand.status_code, by_hand.json()["error"]["code"]) == (409, "segment_by_rules")


async def test_bad_segments_are_refused_with_words(store: ShopStore) -> None:
    url = f"{store.path}/segments"
    tag = {"field": "tag", "op": "has", "value": "x"}
    for body in (
        {"name": "x", "kind": "rules"},
        {"name": "x", "kind": "manual", "conditions": [tag]},
        {"name": "x", "kind": "rules", "conditions": [tag] * 61},
        {"name": "x", "kind": "rules", "conditions": [{"field": "shoe_size", "op": "is"}]},
        {"name": "x", "kind": "rules", "conditions": [{**tag, "op": "at_least"}]},
        {"name": "", "kind": "manual"},
    ):
        refused = await store.merchant.post(url, json=body)
        assert refused.status_code == 422, body
    assert (await store.merchant.get(url)).json()["data"] == []
    assert (await segment(store, conditions=[tag] * 60))["customers"] == 0
    named = await segment(store, name="Très VIP", kind="manual")
    taken = await store.merchant.post(url, json={"name": "tres vip", "kind": "manual"})
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "segment_name_taken")
    gone = await store.merchant.delete(f"{url}/{named['id']}")
    assert gone.status_code == 200
    assert (await store.merchant.get(f"{url}/{named['id']}")).status_code == 404
