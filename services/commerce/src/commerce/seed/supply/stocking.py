"""A demo shop gets its suppliers: accounts, goods as they are read there, what those cost in the
months before, and price rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.all_models import metadata
from commerce.bulk import insert_rows
from commerce.seed.supply.doors import Door
from commerce.seed.supply.matching import CURRENCY, SINCE, cheapest, map_variants
from commerce.sourcing.goods import service as goods
from commerce.sourcing.goods.models import CostSource, SupplierVariant
from commerce.sourcing.price_rules import service as price_rules
from commerce.sourcing.price_rules.schemas import PriceRuleIn
from commerce.sourcing.suppliers.models import Approval, Supplier, SupplierStatus
from commerce.sourcing.suppliers.opening import seal
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.goods import LaneQuote, ProductOffer
from ecomm_connectors.suppliers.port import AccountInfo
from ecomm_connectors.suppliers.simulated.server import drift
from ecomm_connectors.suppliers.simulated.server.catalogue import variants as sold_there
from ecomm_connectors.suppliers.simulated.server.lanes import QUOTE_HOURS, quotes
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

Row = dict[str, Any]

READ_EVERY: Final = timedelta(days=4)
"""How often the past has a cost of each variant, where it moved."""

FLOOR: Final = 150_000
BUFFER: Final = 20_000
"""The margin that no purchase goes below, and what is added for rates that move, in ppm."""

UNLOCKED: Final = 6
"""Prices that the rules may touch; the merchant keeps the others as they are."""

_OWN_RATE: Final = text(
    """insert into pricing_settings
              (tenant_id, store_id, tax_rounding, rate_max_age_days, omnibus)
       values (:tenant, :store, 'line', 365, false)
       on conflict (tenant_id, store_id) do update set rate_max_age_days = 365"""
)


@dataclass(frozen=True, slots=True)
class Stocked:
    """An account with what was read there: supplier's product -> (offer, lanes by country)."""

    name: str
    door: Door
    info: AccountInfo
    readings: Sequence[goods.Reading]


async def read_there(
    plan: Mapping[str, Any], doors: Sequence[Door], now: datetime
) -> list[Stocked]:
    """Everything the shop sells of it, read at each account; no transaction is open meanwhile."""
    countries = sorted({place[3] for place in plan["places"]})
    found = []
    for name, door in zip(plan["supply"]["accounts"], doors, strict=True):
        supplier = door.supplier
        ids = sorted({one for some in plan["supply"]["goods"].values() for one in some})
        offers = [await supplier.fetch_product(one, destination=countries[0]) for one in ids]
        readings = [goods.Reading(offer, _lanes(offer, countries, now)) for offer in offers]
        found.append(Stocked(name, door, await supplier.account(), readings))
    return found


def _lanes(
    offer: ProductOffer, countries: Sequence[str], now: datetime
) -> dict[str, dict[tuple[str, str], list[LaneQuote]]]:
    """How one unit of each variant travels: what the supplier would answer, without asking it some
    hundred times."""
    found: dict[str, dict[tuple[str, str], list[LaneQuote]]] = {}
    for country in countries:
        of_country = found.setdefault(country, {})
        for variant in offer.variants:
            product, sold = sold_there()[variant.external_sku]
            quoted = quotes([(product, sold, 1, variant.cost or 0)], variant.warehouse, country)
            of_country[variant.external_sku, variant.warehouse] = [
                LaneQuote(
                    method=one.service.code,
                    name=one.service.name,
                    warehouse=variant.warehouse,
                    origin=variant.origin,
                    destination=country,
                    cost=one.cost,
                    currency=CURRENCY,
                    min_days=one.service.days[0],
                    max_days=one.service.days[1],
                    tracked=one.service.tracked,
                    duty=one.duty,
                    tariff_lines=one.tariff_lines,
                    expires_at=now + timedelta(hours=QUOTE_HOURS),
                )
                for one in quoted
            ]
    return found


async def stock_up(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    plan: Mapping[str, Any],
    stocked: Sequence[Stocked],
    variants: Sequence[Row],
    now: datetime,
) -> None:
    """Write all of it. `variants` are the shop's, with sku and price."""
    accounts = [_account(kernel, store, one, now) for one in stocked]
    session.add_all(accounts)
    await session.flush()
    for row, one in zip(accounts, stocked, strict=True):
        for reading in one.readings:
            await goods.take_product(session, row, reading.offer, source=CostSource.POLL, now=now)
    await session.flush()
    known = [await _known(session, row) for row in accounts]
    for found, one in zip(known, stocked, strict=True):
        await insert_rows(session, _table("lane_quotes"), _lane_rows(found, one, now))
    await insert_rows(session, _table("cost_snapshots"), _snapshots(store, known, now))
    lanes = cheapest(stocked[0].readings, store.country)
    mapped = await map_variants(session, store, plan, accounts, known, lanes, variants, now)
    await _rules(session, store, plan, mapped)


def _table(name: str) -> Table:
    return metadata.tables[name]


def _account(kernel: Kernel, store: StoreFacts, one: Stocked, now: datetime) -> Supplier:
    supplier_id, since = new_id(), now - SINCE - timedelta(days=7)
    return Supplier(
        tenant_id=store.tenant_id,
        id=supplier_id,
        store_id=store.id,
        adapter="simulated",
        name=one.name,
        account_ref=one.info.account_ref,
        currency=one.info.currency,
        simulated=True,
        status=SupplierStatus.CONNECTED.value,
        credentials=seal(kernel, supplier_id, one.door.credentials),
        credentials_expire_at=None,
        missing=[],
        auto_order=True,
        approval=Approval.NEVER.value,
        approval_above=None,
        daily_spend_cap=150_000,
        grace_minutes=10,
        max_cost_rise_ppm=100_000,
        stale_after_minutes=24 * 60,
        last_success_at=now,
        failing_since=None,
        last_error=None,
        next_poll_at=now + timedelta(minutes=1),
        created_at=since,
        updated_at=now,
    )


async def _known(session: AsyncSession, row: Supplier) -> dict[str, SupplierVariant]:
    """Sku -> our row of a supplier's variant."""
    products = await session.scalars(
        text("select id from supplier_products where supplier_id = :supplier"),
        {"supplier": row.id},
    )
    found = await goods.repository.variants(session, list(products))
    return {one.external_sku: one for one in found}


def _lane_rows(known: Mapping[str, SupplierVariant], one: Stocked, now: datetime) -> list[Row]:
    return [
        {
            "tenant_id": known[sku].tenant_id,
            "id": new_id(),
            "store_id": known[sku].store_id,
            "supplier_variant_id": known[sku].id,
            "destination": country,
            "method": lane.method,
            "name": lane.name,
            "cost": lane.cost,
            "currency": lane.currency,
            "min_days": lane.min_days,
            "max_days": lane.max_days,
            "tracked": lane.tracked,
            "duty": lane.duty,
            "tariff_lines": lane.tariff_lines,
            "quoted_at": now,
            "expires_at": lane.expires_at,
        }
        for reading in one.readings
        for country, lanes in reading.lanes.items()
        for (sku, _), quoted in lanes.items()
        for lane in quoted
    ]


def cost_at(sku: str, at: datetime) -> int:
    """What one unit cost there at a moment, in cents."""
    return drift.price(sold_there()[sku][1], at.timestamp(), moving=True)


def _snapshots(
    store: StoreFacts, known: Sequence[Mapping[str, SupplierVariant]], now: datetime
) -> list[Row]:
    """What each variant cost whenever it was read, where that had changed."""
    rows = []
    for account, found in enumerate(known):
        for sku, variant in found.items():
            at, last = now - SINCE + timedelta(hours=3 * account), None
            while at < now - READ_EVERY:
                cost = cost_at(sku, at)
                if cost != last:
                    source = CostSource.IMPORT if last is None else CostSource.POLL
                    rows.append(
                        {
                            "tenant_id": store.tenant_id,
                            "id": new_id(),
                            "store_id": store.id,
                            "supplier_variant_id": variant.id,
                            "cost": cost,
                            "currency": CURRENCY,
                            "source": source.value,
                            "at": at,
                        }
                    )
                at, last = at + READ_EVERY, cost
    return rows


async def _rules(
    session: AsyncSession,
    store: StoreFacts,
    plan: Mapping[str, Any],
    mapped: Collection[UUID],
) -> None:
    """The shop's price rules, and what they make of a few variants; the merchant's prices of the
    others are locked."""
    rule = {
        "name": plan["supply"]["rule"],
        "active": True,
        "position": 1,
        "scope": "all",
        "formula": {
            "kind": "margin",
            "margin_ppm": 480_000,
            "fee_ppm": 19_000,
            "fixed_fee": plan["supply"]["fixed_fee"],
        },
        "fx_buffer_ppm": BUFFER,
        "floor_margin_ppm": FLOOR,
    }
    await price_rules.create(session, store, PriceRuleIn.model_validate(rule), actor="demo")
    await price_rules.keep_prices(session, store, mapped, unlocked=UNLOCKED)


async def set_rate(
    session: AsyncSession, store: StoreFacts, plan: Mapping[str, Any], now: datetime
) -> None:
    """The merchant's own rate for what the supplier charges; nothing is sold in it."""
    if store.currency == CURRENCY:
        return
    await session.execute(_OWN_RATE, {"tenant": store.tenant_id, "store": store.id})
    await insert_rows(
        session,
        _table("store_currencies"),
        [
            {
                "tenant_id": store.tenant_id,
                "id": new_id(),
                "store_id": store.id,
                "currency": CURRENCY,
                "enabled": False,
                "step": 1,
                "below": 0,
                "direction": "nearest",
                "manual_ppm": plan["supply"]["usd_ppm"],
                "manual_day": now.date().isoformat(),
            }
        ],
    )
