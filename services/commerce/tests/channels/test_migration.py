"""A shop is taken over: looked at first, then whole, then again without doing anything twice."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from ecomm_testing.fakes.channels import build

from .conftest import Move, Movers

KINDS = ["shopify", "woocommerce"]
TABLES = (
    "products",
    "product_variants",
    "collections",
    "customer_accounts",
    "past_orders",
    "redirects",
    "orders",
    "payments",
    "channel_links",
)


async def footprint(move: Move) -> dict[str, int]:
    """How much is there."""
    return {table: await move.count(table) for table in TABLES}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_dry_run_tells_what_would_come_and_writes_nothing(mover: Movers, kind: str) -> None:
    move = await mover(kind, build(16, 8))
    channel = await move.connect()
    before = await footprint(move)
    told = await move.migrate(channel["id"])
    assert told["status"] == "done", told
    assert await footprint(move) == before
    # One bears another's SKU, as it will be when it comes to it.
    assert told["by"]["products"]["create"] == 15
    taken = [one for one in told["first_issues"] if one["code"] == "sku_taken"]
    assert [(one["row"], one["field"], one["level"]) for one in taken] == [(13, "sku", "error")]
    assert told["by"]["orders"]["create"] == 8
    assert told["by"]["orders"]["total"] == 8
    assert told["by"]["redirects"]["create"] > 0
    assert told["diff"]
    assert {one["action"] for one in told["diff"]} <= {"create", "update", "skip"}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_shop_comes_over_whole_and_only_once(mover: Movers, kind: str) -> None:
    world = build(16, 8)
    move = await mover(kind, world)
    channel = await move.connect()
    told = await move.migrate(channel["id"], dry_run=False)
    assert told["status"] == "done", told
    after = await footprint(move)
    # One product bears another's SKU, and is left out; a shop of WooCommerce has two odd ones more.
    assert after["products"] == 15
    assert after["past_orders"] == 8
    assert after["orders"] == after["payments"] == 0
    assert after["collections"] == 12
    assert after["redirects"] >= (57 if kind == "shopify" else 15)
    shown = await move.store.merchant.get(f"{move.store.path}/sales-channels")
    assert [one["orders"] for one in shown.json()["data"]] == [8]

    again = await move.migrate(channel["id"], dry_run=False)
    assert await footprint(move) == after
    for entity in ("products", "groups", "customers", "orders"):
        assert again["by"][entity]["create"] == again["by"][entity]["update"] == 0, entity

    world.products[0]["title"] = "Renamed there"
    world.products[0]["handle"] = "renamed-there"
    world.orders[0]["sent"] = not world.orders[0]["sent"]
    third = await move.migrate(channel["id"], dry_run=False)
    assert (third["by"]["products"]["update"], third["by"]["orders"]["update"]) == (1, 1)
    assert {**await footprint(move), "redirects": 0} == {**after, "redirects": 0}
    found = await move.rows("select title from products where store_id = :store")
    assert "Renamed there" in {one["title"] for one in found}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_cannot_be_taken_is_named_by_entity_row_field_and_reason(
    mover: Movers, kind: str
) -> None:
    move = await mover(kind, build(14, 6))
    channel = await move.connect()
    told = await move.migrate(channel["id"], dry_run=False)
    reply = await move.store.merchant.get(f"{move.store.path}/migrations/{told['id']}/issues.csv")
    assert reply.status_code == 200
    lines = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert len(lines) == told["issues"] > 0
    by: dict[tuple[str, str], dict[str, Any]] = {
        (one["entity"], one["field"]): one for one in lines if one["level"] == "error"
    }
    taken = by["products", "sku"]
    assert (taken["row"], taken["code"]) == ("13", "sku_taken")
    assert by["customers", "email"]["reason"] == "This person has none."
    if kind == "shopify":
        loop = by["redirects", "target"]
        assert "lead back" in loop["reason"]
    else:
        assert by["products", "type"]["external_id"] == "900001"
        assert by["products", "price"]["external_id"] == "900002"


async def test_stock_here_is_not_overwritten_by_a_later_run(mover: Movers) -> None:
    world = build(6, 2)
    move = await mover("shopify", world)
    channel = await move.connect()
    await move.migrate(channel["id"], dry_run=False, entities=["products"])
    query = (
        "select i.on_hand from inventory_items i join product_variants v on v.id = i.variant_id "
        "where v.store_id = :store and v.sku = 'SKU-0001-1'"
    )
    [before] = await move.rows(query)
    assert before["on_hand"] == world.products[0]["variants"][0]["stock"]
    world.products[0]["variants"][0]["stock"] += 7
    world.products[0]["title"] = "Another title"
    told = await move.migrate(channel["id"], dry_run=False, entities=["products"])
    assert told["by"]["products"]["update"] == 1
    assert await move.rows(query) == [before]


async def test_past_orders_are_history_alone(mover: Movers) -> None:
    """No order, payment, mail, event of an order or figure comes of them."""
    move = await mover("shopify", build(10, 10))
    channel = await move.connect()
    await move.migrate(channel["id"], dry_run=False)
    for table in ("orders", "payments", "payment_ledger", "mail_messages", "inventory_movements"):
        query = f"select count(*) as n from {table} where store_id = :store"
        if table == "inventory_movements":
            query += " and reason in ('sold', 'reserved', 'committed')"
        assert (await move.rows(query))[0]["n"] == 0, table
    events = await move.rows("select type from events where store_id = :store")
    assert not [one for one in events if str(one["type"]).startswith("order")]
    listed = await move.store.merchant.get(
        f"{move.store.path}/past-orders", params={"search": "#1003"}
    )
    [row] = listed.json()["data"]
    whole = await move.store.merchant.get(f"{move.store.path}/past-orders/{row['id']}")
    order = whole.json()["data"]
    assert (
        sum(one["total"]["amount"] for one in order["lines"]) + order["shipping"]["amount"]
        == order["total"]["amount"]
    )


async def test_who_is_forgotten_goes_from_the_history_and_is_not_brought_back(
    mover: Movers,
) -> None:
    """Planted: past orders, then records of migrations, left out of `privacy.holdings`."""
    world = build(10, 10)
    move = await mover("shopify", world)
    channel = await move.connect()
    await move.migrate(channel["id"], dry_run=False)
    email = "person-0@buyers.example"
    street = world.orders[0]["address"]["line1"]
    assert world.orders[0]["email"] == email

    async def named() -> dict[str, int]:
        found = {}
        for table in ("customer_accounts", "past_orders", "channel_migration_items", "consents"):
            query = f"""select count(*) as n from {table} t where t.store_id = :store
                           and (t::text ilike :email or t::text ilike :street)"""
            [row] = await move.rows(query, email=f"%{email}%", street=f'%"{street}"%')
            found[table] = row["n"]
        return {table: count for table, count in found.items() if count}

    assert (await named()).keys() == {
        "customer_accounts",
        "past_orders",
        "channel_migration_items",
        "consents",
    }
    sums = "select count(*) as n, sum(total) as total from past_orders where store_id = :store"
    before = await move.rows(sums)
    [person] = await move.rows(
        "select id from customer_accounts where store_id = :store and email = :email", email=email
    )
    reply = await move.store.merchant.delete(f"{move.store.path}/customers/{person['id']}")
    assert reply.status_code < 300, reply.text
    await move.work()
    assert await named() == {}
    assert await move.rows(sums) == before
    # The same again, then with news of them from there.
    for _ in range(2):
        told = await move.migrate(channel["id"], dry_run=False)
        assert told["status"] == "done"
        assert told["by"]["customers"]["create"] == 0
        assert "deleted_here" in {one["code"] for one in told["first_issues"]}
        assert await named() == {}
        world.customers[0]["note"] = "Moved house."
        world.orders[0]["sent"] = not world.orders[0]["sent"]
    assert told["by"]["orders"]["update"] == 1
    assert await move.rows(sums) == before


async def test_a_shop_of_another_currency_is_refused(mover: Movers) -> None:
    world = build(6, 2)
    world.currency = "USD"
    move = await mover("shopify", world)
    channel = await move.connect()
    reply = await move.store.merchant.post(
        f"{move.store.path}/migrations", json={"channel_id": channel["id"], "dry_run": False}
    )
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "currency_differs")
    assert await move.count("channel_migrations") == 0


async def test_credentials_stay_sealed_and_go_with_the_name(mover: Movers) -> None:
    move = await mover("shopify", build(6, 2))
    channel = await move.connect()
    token = move.credentials["access_token"]
    [row] = await move.rows("select credentials from sales_channels where store_id = :store")
    assert token not in row["credentials"]
    path = f"{move.store.path}/sales-channels/{channel['id']}"
    shown = await move.store.merchant.get(path)
    assert token not in shown.text
    wrong = await move.store.merchant.post(f"{path}/disconnect", json={"name": "Nord"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "wrong_name")
    [still] = await move.rows("select credentials from sales_channels where store_id = :store")
    assert still == row
    gone = await move.store.merchant.post(f"{path}/disconnect", json={"name": channel["name"]})
    assert gone.json()["data"]["status"] == "disconnected"
    [empty] = await move.rows("select credentials from sales_channels where store_id = :store")
    assert empty["credentials"] == ""
    closed = await move.store.merchant.post(
        f"{move.store.path}/migrations", json={"channel_id": channel["id"]}
    )
    assert (closed.status_code, closed.json()["error"]["code"]) == (409, "channel_closed")
    again = await move.connect()
    assert again["id"] == channel["id"]
