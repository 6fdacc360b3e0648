"""What a migration leaves behind, without ids and times, and what the fake shop says it must be."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ecomm_testing.fakes.channels import World

from .conftest import Move

QUERIES = {
    "products": """
        select p.import_handle, p.title, p.slug, p.status, p.tags, p.description, p.version,
               (select jsonb_agg(jsonb_build_array(v.sku, v.price, v.compare_at_price, v.cost,
                       v.weight_grams, v.option_values, i.tracked, i.policy, i.on_hand)
                       order by v.position)
                  from product_variants v join inventory_items i on i.variant_id = v.id
                 where v.product_id = p.id and v.deleted_at is null) as variants,
               (select jsonb_agg(jsonb_build_array(m.sha256, m.alt) order by m.position)
                  from media m where m.product_id = p.id) as pictures
          from products p where p.store_id = :store order by p.import_handle""",
    "collections": """
        select c.slug, c.title, c.description,
               (select jsonb_agg(p.import_handle order by i.position)
                  from collection_products i join products p on p.id = i.product_id
                 where i.collection_id = c.id) as products
          from collections c where c.store_id = :store order by c.slug""",
    "customers": """
        select a.email, a.name, a.phone, a.tags, a.note, a.marketing,
               (select count(*) from customer_addresses b where b.customer_id = a.id) as addresses
          from customer_accounts a where a.store_id = :store order by a.email""",
    "consents": """
        select email, granted, source from consents where store_id = :store order by email""",
    "orders": """
        select o.number, o.email, a.email as customer, o.currency, o.payment, o.fulfilment, o.total,
               o.subtotal, o.discount, o.shipping, o.tax, o.refunded, o.address, o.placed_at,
               o.refunds, (select jsonb_agg(l - 'product_id' || jsonb_build_object('of', (
                     select p.import_handle from products p
                      where p.id::text = l ->> 'product_id')))
                  from jsonb_array_elements(o.lines) l) as lines
          from past_orders o left join customer_accounts a on a.id = o.customer_id
         where o.store_id = :store order by o.number""",
    "redirects": "select path, target from redirects where store_id = :store order by path",
    "movements": """
        select on_hand_change, reason, count(*) as n from inventory_movements
         where store_id = :store group by 1, 2 order by 1, 2""",
    "events": """
        select type, count(*) as n from events where store_id = :store
           and type not like 'store.%' group by type order by type""",
    "issues": """
        select entity, row, field, level, code, reason from channel_migration_issues
         where store_id = :store order by stage, row, field, code, reason""",
}
"""`events`: one for each product, customer and collection that came; none twice."""


async def standing(move: Move) -> dict[str, list[dict[str, Any]]]:
    """All of it."""
    return {name: await move.rows(query) for name, query in QUERIES.items()}


def check(found: dict[str, list[dict[str, Any]]], world: World, kind: str) -> None:
    """Goods, people and money are the fake's: counted and summed from its own records."""
    borne: set[str] = set()
    wanted = []
    for one in world.products:
        skus = {variant["sku"] for variant in one["variants"]}
        if not skus & borne:
            wanted.append(one)
            borne |= skus
    assert len(wanted) == len(world.products) - 1, "one of them bears another's SKU"
    products = {row["import_handle"]: row for row in found["products"]}
    assert products.keys() == {one["handle"] for one in wanted}
    for one in wanted:
        row = products[one["handle"]]
        # WooCommerce has no archive: what is private there is a draft here.
        private = kind == "woocommerce" and one["status"] == "archived"
        status = "draft" if private else one["status"]
        assert (row["title"], row["status"]) == (one["title"], status)
        sold = [(v[0], v[1], v[2], v[8] if v[6] else None) for v in row["variants"]]
        assert sold == [
            (v["sku"], v["price"], v["compare_at"], max(v["stock"], 0) if v["tracked"] else None)
            for v in one["variants"]
        ]
        # Pictures of the same bytes are one.
        assert 0 < len(row["pictures"] or [0]) <= max(len(one["pictures"]), 1)
    _check_people(found, world, kind)
    _check_orders(found["orders"], world)
    groups = {row["title"]: row["products"] or [] for row in found["collections"]}
    handles = {one["id"]: one["handle"] for one in wanted}
    assert {title: sorted(inside) for title, inside in groups.items()} == {
        one["title"]: sorted(handles[i] for i in one["product_ids"] if i in handles)
        for one in world.groups
    }


def _check_people(found: dict[str, list[dict[str, Any]]], world: World, kind: str) -> None:
    people = {one["email"]: one for one in world.customers if one["email"]}
    assert {row["email"]: row["name"] for row in found["customers"]} == {
        email: one["name"] for email, one in people.items()
    }
    # WooCommerce tells of no consent, so there is none; nobody agreed who had not agreed there.
    agreed = {email for email, one in people.items() if one["marketing"] and kind == "shopify"}
    assert {row["email"] for row in found["customers"] if row["marketing"]} == agreed
    assert [(row["email"], row["granted"]) for row in found["consents"]] == [
        (email, True) for email in sorted(agreed)
    ]


def _check_orders(rows: list[dict[str, Any]], world: World) -> None:
    assert len(rows) == len(world.orders)
    sums: Counter[tuple[str, str]] = Counter()
    wanted: Counter[tuple[str, str]] = Counter()
    names = {"total": "total", "shipping": "shipping", "tax": "tax", "refunded": "refund"}
    by_number = {row["number"].removeprefix("#"): row for row in rows}
    for one in world.orders:
        row = by_number[str(one["number"])]
        for name, theirs in names.items():
            sums[row["currency"], name] += row[name]
            wanted[one["currency"], name] += one[theirs]
            assert row[name] == one[theirs], (name, one["number"])
        assert (row["email"], row["customer"]) == (
            one["email"],
            one["customer"] and one["customer"]["email"],
        )
        lines = [(line["quantity"], line["total"]) for line in row["lines"]]
        assert lines == [
            (line["quantity"], line["price"] * line["quantity"] - line["discount"])
            for line in one["lines"]
        ]
        assert sum(total for _, total in lines) + row["shipping"] == row["total"]
    assert sums == wanted
    assert len({currency for currency, _ in sums}) > 1
