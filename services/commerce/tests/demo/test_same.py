"""A demo shop is the same each time: made twice in two databases at one moment, what matters is
equal row by row."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from commerce.app import create
from commerce.demo.calling import sign_in
from commerce.seed import shops
from commerce.stores.contexts import directory_of
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.cluster import Cluster
from ecomm_testing.environment import environment
from ecomm_testing.fakes.supplier import SimulatedSupplierServer
from ecomm_testing.turning import TurningTransport

from .reports import login_of

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

SHOP = "pawsworth"

WHAT_MATTERS = {
    "orders": "number, email, total, discount, tax, status, payment_status, fulfilment_status,"
    " placed_at, delivered_at, hold_reason",
    "order_items": "sku, quantity, net, tax, gross, fulfilled_quantity, returned_quantity",
    "carts": "status, email, reminders, created_at, abandoned_at",
    "checkouts": "state, email, total, created_at",
    "discount_usages": "amount, status, created_at",
    "fraud_checks": "score, outcome, held, decision, checked_at",
    "fulfillments": "tracking_number, carrier, status, shipped_at, delivered_at",
    "tracking_events": "at, kind, message, location",
    "returns": "kind, status, message, requested_at, completed_at",
    "order_refunds": "amount, created_at",
    "reviews": "rating, body, author, status, written_at",
    "suppliers": "name, currency, approval, approval_above",
    "cost_snapshots": "cost, source, at",
    "purchase_orders": "number, reference, status, reason, supplier_ref, goods, shipping, duty,"
    " refunded, rate, flagged, placing_at, shipped_at, delivered_at",
    "purchase_lines": "external_sku, quantity, unit_cost, goods, refunded, active, failed",
    "purchase_timeline": "at, kind, message",
    "purchase_disputes": "reference, status, amount, refunded, answer",
    "sourcing_needs": "quantity, status, reason",
    "shop_events": "at, id, kind, entry, visitor, session",
    "browser_consents": "at, id, visitor, granted, locale",
    "ab_tests": "name, status, planned, effect_ppm, final, outcome, started_at",
    "ab_assignments": "visitor, arm, seen_at",
    "notifications": "kind, resource_type, facts, at, read_at",
    "blog_posts": "title, body, status, tags",
}
"""Table -> columns. Ids that the API gave (stores, products) differ, as they would for anybody, and
so do moments at which the API was asked: what follows from them is left out."""


async def _digests(kernel: Kernel, moment: datetime) -> dict[str, str]:
    """Make one shop with suppliers, and hash what matters of each table."""
    [plan] = [plan for plan in shops.plans() if plan["store"]["slug"] == SHOP]
    name, email = login_of(plan)
    transport = TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://api.test", timeout=120
    ) as client:
        user_id = await sign_in(client, name, email)
        await kernel.accounts.recovery.vouch(user_id)
        await shops.Shop(kernel, plan, client, user_id, moment).make()
    store = await directory_of(kernel).find(SHOP)
    found: dict[str, str] = {}
    async with kernel.database.transaction(store.scope) as session:
        for table, columns in WHAT_MATTERS.items():
            before = " and at < :moment" if table == "cost_snapshots" else ""
            query = (
                "select count(*) || ' ' || coalesce(md5(string_agg(line, '|' order by line)), '')"
                f" from (select concat_ws(' ', {columns}) as line from {table}"
                f" where store_id = :store{before}) rows"
            )
            values = {"store": store.id} | ({"moment": moment} if before else {})
            found[table] = str(await session.scalar(text(query), values))
    return found


async def test_the_same_moment_gives_the_same_shop(
    kernel: Kernel,
    make_kernel: Callable[..., Kernel],
    cluster: Cluster,
    tmp_path: Path,
) -> None:
    """Two databases, two suppliers' books, one moment: the hash of what matters is one."""
    moment = clock.now().astimezone(UTC)

    def build(folder: Path, address: dict[str, str]) -> tuple[Kernel, FastAPI]:
        other = make_kernel(**environment(cluster, cluster.clone(), folder), **address)
        return other, create(other)

    made = []
    for number in range(2):
        with SimulatedSupplierServer(tmp_path / f"books-{number}.sqlite3") as supplier:
            folder = tmp_path / f"home-{number}"
            folder.mkdir()
            address = {"ECOMM_SIMULATED_SUPPLIER_URL": supplier.url}
            other, app = await asyncio.to_thread(build, folder, address)
            async with app.router.lifespan_context(app):
                other.parts.setdefault("app", app)
                made.append(await _digests(other, moment))
    clock.configure(kernel.settings.clock_file)
    first, second = made
    assert {key for key in first if first[key] != second[key]} == set()
    assert int(first["orders"].split()[0]) > 200
    assert int(first["purchase_orders"].split()[0]) > 100
