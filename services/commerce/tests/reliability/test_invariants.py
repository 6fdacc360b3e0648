"""`invariants.sql` finds what it promises to find: each invariant broken once, on purpose."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest_asyncio

from ecomm_testing.actors import Merchant
from ecomm_testing.cluster import Cluster

INVARIANTS = (Path(__file__).parent / "invariants.sql").read_text()

PLANTS = {
    "order total = sum of lines + shipping": """
        alter table orders drop constraint ck_orders_sums;
        update orders set total = total + 1 where id = '{order}'""",
    "order total = tenders": """
        update order_tenders set amount = amount + 1 where order_id = '{order}'""",
    "what the provider shall pay = captured": """
        update payments set captured = captured - 1 where id = '{payment}'""",
    "every tax is the sum of what its rates take": """
        update orders set taxes = jsonb_set(taxes, '{{0,amount}}', to_jsonb(tax + 1))
         where id = '{order}'""",
    "no balance below zero": """
        with card as (
          insert into gift_cards (tenant_id, id, store_id, code_hash, code_encrypted, last4,
                                  initial, currency, active, test, unit)
          select tenant_id, gen_random_uuid(), store_id, '\\x01', '\\x01', '0000', 1, currency,
                 true, true, 0 from orders where id = '{order}'
          returning tenant_id, id, store_id, currency)
        insert into tender_ledger (tenant_id, id, store_id, gift_card_id, amount, currency, reason,
                                   actor, at)
        select tenant_id, gen_random_uuid(), store_id, id, -1, currency, 'adjusted', '{order}',
               now() from card""",
    "what balances paid left the ledger": """
        update order_tenders set kind = 'gift_card', account_id = gen_random_uuid()
         where order_id = '{order}'""",
    "a discount is used as often as it says": """
        insert into discounts (tenant_id, id, store_id, name, kind, target, value, each, active,
                               selection, segments, used, priority, exclusive, combines_with,
                               version)
        select tenant_id, gen_random_uuid(), store_id, 'x', 'fixed', 'order', 1, false, true,
               '{{}}', '{{}}', 3, 0, false, '{{}}', 1 from orders where id = '{order}'""",
    "at most one order per payment": """
        update payments set order_id = '{other_order}' where id = '{payment}'""",
    "captured money bought an order or went back": """
        update payments set order_id = null where id = '{payment}'""",
    "refunds <= captured": """
        insert into refunds (tenant_id, id, store_id, payment_id, amount, currency, status, reason)
        select tenant_id, gen_random_uuid(), store_id, id, captured + 1, currency, 'succeeded', 'x'
          from payments where id = '{payment}'""",
    "debits = credits": """
        alter table payment_ledger drop constraint ck_payment_ledger_debit;
        update payment_ledger set debit = 'elsewhere' where payment_id = '{payment}'""",
    "the ledger says what payments say": """
        update payment_ledger set amount = amount + 1
         where payment_id = '{payment}' and kind = 'charge'""",
    "the ledger says what disputes say": """
        insert into disputes (tenant_id, id, store_id, payment_id, provider, provider_ref, status,
                              inquiry, reason, amount, currency, withdrawn, returned, fee,
                              fee_currency, submissions, evidence, evidence_state, test, opened_at,
                              checked_at)
        select tenant_id, gen_random_uuid(), store_id, id, provider, 'x', 'closed', false, 'x', 5,
               currency, 5, 0, 0, currency, 0, '{{}}', 'none', test, now(), now()
          from payments where id = '{payment}'""",
    "a disputed payment says so": """
        insert into disputes (tenant_id, id, store_id, payment_id, provider, provider_ref, status,
                              inquiry, reason, amount, currency, withdrawn, returned, fee,
                              fee_currency, submissions, evidence, evidence_state, test, opened_at,
                              checked_at)
        select tenant_id, gen_random_uuid(), store_id, id, provider, 'x', 'lost', false, 'x', 5,
               currency, 0, 0, 0, currency, 0, '{{}}', 'none', test, now(), now()
          from payments where id = '{payment}'""",
    "a refund is its lines, shipping and adjustment, over its tenders": """
        insert into order_refunds (tenant_id, id, store_id, order_id, status, currency, amount,
                                   items_gross, shipping_gross, shipping_net, shipping_tax,
                                   adjustment_gross, adjustment_net, adjustment_tax, reason, actor)
        select tenant_id, gen_random_uuid(), store_id, id, 'pending', currency, 5, 0, 0, 0, 0,
               5, 5, 0, 'other', 'x' from orders where id = '{order}'""",
    "no line is refunded beyond what was paid for it": """
        with f as (
          insert into order_refunds (tenant_id, id, store_id, order_id, status, currency, amount,
                                     items_gross, shipping_gross, shipping_net, shipping_tax,
                                     adjustment_gross, adjustment_net, adjustment_tax, reason,
                                     actor)
          select tenant_id, gen_random_uuid(), store_id, id, 'succeeded', currency, 1, 1, 0, 0, 0,
                 0, 0, 0, 'other', 'x' from orders where id = '{order}'
          returning tenant_id, id, store_id)
        insert into refund_lines (tenant_id, order_refund_id, order_item_id, store_id, quantity,
                                  gross, net, tax, restocked)
        select f.tenant_id, f.id, i.id, f.store_id, i.quantity + 1, 1, 1, 0, 0
          from f join order_items i on i.tenant_id = f.tenant_id and i.order_id = '{order}'""",
    "stock counters = sum of movements": """
        update inventory_items set on_hand = on_hand + 1 where id = '{item}'""",
    "0 <= committed + reserved <= on_hand": """
        insert into reservations (tenant_id, id, store_id, item_id, holder_id, quantity, status,
                                  expires_at)
        select tenant_id, gen_random_uuid(), store_id, id, gen_random_uuid(), on_hand, 'open',
               now() + interval '1 hour' from inventory_items where id = '{item}'""",
    "committed stock = units sold and not shipped": """
        update inventory_items set committed = committed + 1 where id = '{item}'""",
    "an open reservation belongs to an open checkout": """
        update reservations set status = 'open', expires_at = now() + interval '1 hour'
         where holder_id = '{checkout}'""",
    "order numbers of a store have no gap and no double": """
        update orders set number = number + 7 where id = '{order}'""",
    "every outbox row is delivered or dead": """
        update outbox set done_at = null, not_before = now() - interval '1 minute'
         where id = '{outbox}'""",
    "an event has one outbox row per subscriber": """
        insert into outbox (tenant_id, id, task, queue, event_id, not_before, done_at)
        select tenant_id, gen_random_uuid(), task, queue, event_id, not_before, done_at
          from outbox where id = '{outbox}'""",
    "sequences of a resource have no gap": """
        update events set sequence = sequence + 100 where id = '{event}'""",
    "an order is announced and confirmed once": """
        update mail_messages set state = 'queued'
         where message_key = 'order-confirmation:{order}'""",
    "child.tenant_id = parent.tenant_id": """
        set local session_replication_role = replica;
        update order_items set tenant_id = '{other_tenant}' where order_id = '{order}'""",
}
"""Invariant -> SQL that breaks it, as a fault of ours would."""


@pytest_asyncio.fixture(loop_scope="session")
async def operator(
    cluster: Cluster, environ: dict[str, str]
) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A superuser in a transaction that is rolled back."""
    database = environ["DATABASE_URL"].rpartition("/")[2]
    connection = await asyncpg.connect(
        cluster.postgres.superuser_url(database), server_settings={"search_path": "commerce"}
    )
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def broken(operator: Any) -> dict[str, str]:
    """Invariant -> all that breaks it."""
    await operator.execute("drop table if exists pg_temp.broken")
    await operator.execute(INVARIANTS)
    rows = await operator.fetch(
        """select invariant, string_agg(detail, '; ' order by detail) as detail
             from broken group by invariant"""
    )
    return {row["invariant"]: row["detail"] for row in rows}


async def ids_of(operator: Any, order_id: str) -> dict[str, str]:
    """Everything around an order."""
    row = await operator.fetchrow(
        """select o.id as order, o.store_id as store, o.checkout_id as checkout, p.id as payment,
                  i.id as item, e.id as event, b.id as outbox
             from orders o
             join payments p on p.order_id = o.id
             join order_items l on l.order_id = o.id
             join inventory_items i on i.variant_id = l.variant_id
             join events e on e.resource_id = o.id and e.type = 'order.created'
             join outbox b on b.event_id = e.id
            where o.id = $1""",
        order_id,
    )
    return {name: str(value) for name, value in row.items()}


def test_every_invariant_has_its_plant() -> None:
    named = {line for name in PLANTS for line in INVARIANTS.splitlines() if f"'{name}'" in line}
    assert INVARIANTS.count("insert into broken\n") == 26
    assert len(PLANTS) == 26
    assert all(any(f"'{name}'" in line for line in named) for name in PLANTS)


async def test_each_invariant_finds_what_breaks_it(
    shop: Any, other_merchant: Merchant, operator: Any
) -> None:
    """Planted: one fault for each, as it would look in the tables."""
    variant = await shop.variant(stock=10)
    orders = [await (await shop.shopper((variant, 1))).buy() for _ in range(2)]
    await shop.run()
    ids = await ids_of(operator, orders[0]["id"])
    ids |= {"other_order": orders[1]["id"], "other_tenant": str(other_merchant.tenant_id)}
    sound = await broken(operator)
    ours = [value for name, value in ids.items() if not name.startswith("other")]
    assert not [text for text in sound.values() if any(value in text for value in ours)]
    for invariant, plant in PLANTS.items():
        point = operator.transaction()
        await point.start()
        await operator.execute(plant.format(**ids))
        found = (await broken(operator)).get(invariant, "")
        await point.rollback()
        seen = [*ours, str(shop.tenant_id)]
        assert any(value in found for value in seen), f"not found: {invariant}: {found}"
    assert await broken(operator) == sound
