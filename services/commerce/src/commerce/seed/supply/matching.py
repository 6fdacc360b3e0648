"""Which of the suppliers' goods each variant of a demo shop is bought as: by what it may cost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.all_models import metadata
from commerce.bulk import insert_rows
from commerce.sourcing.goods import service as goods
from commerce.sourcing.goods.models import SupplierVariant
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.simulated.server.catalogue import variants as sold_there
from ecomm_core.ids import new_id
from ecomm_core.money import PPM, minor_digits

Row = dict[str, Any]

CURRENCY: Final = "USD"
"""What the supplier charges in."""

SINCE: Final = timedelta(days=94)
"""How long it has been bought there."""

MOST_SHARE: Final = Fraction(62, 100)
"""What a variant may cost until it is there, of its price without tax, to be sold at all."""


def rate_of(store: StoreFacts, plan: Mapping[str, Any]) -> Fraction:
    """Minor units of the shop's currency for one cent of the supplier's dollars."""
    if store.currency == CURRENCY:
        return Fraction(1)
    digits = minor_digits(store.currency) - minor_digits(CURRENCY)
    return Fraction(PPM, plan["supply"]["usd_ppm"]) * Fraction(10) ** digits


async def map_variants(
    session: AsyncSession,
    store: StoreFacts,
    plan: Mapping[str, Any],
    accounts: Sequence[Supplier],
    known: Sequence[Mapping[str, SupplierVariant]],
    lanes: Mapping[str, int],
    variants: Sequence[Row],
    now: datetime,
) -> set[UUID]:
    """Two ways for most variants, one for a few, none for what would leave too little; the
    variants that have one. `known`: each account's skus; `lanes`: see `cheapest`."""
    random = Random(f"ways {store.slug}")  # noqa: S311 - a demo's dice
    ways: list[Row] = []
    parts: list[Row] = []
    for variant in variants:
        ids = plan["supply"]["goods"].get(str(variant["sku"]).split("-")[0])
        if ids is None:
            continue
        fitting = _ranked(store, plan, ids, lanes, variant)
        single = random.random() < 0.2
        for priority, sku in enumerate(fitting[: 1 if single else 2], 1):
            account = accounts[priority - 1]
            mapping_id = new_id()
            base = {"tenant_id": store.tenant_id, "store_id": store.id}
            ways.append(
                {
                    **base,
                    "id": mapping_id,
                    "variant_id": variant["variant_id"],
                    "supplier_id": account.id,
                    "priority": priority,
                    "country": None,
                    "active": True,
                    "created_at": now - SINCE,
                    "updated_at": now - SINCE,
                }
            )
            parts.append(
                {
                    **base,
                    "mapping_id": mapping_id,
                    "supplier_variant_id": known[priority - 1][sku].id,
                    "quantity": 1,
                }
            )
    await insert_rows(session, metadata.tables["mappings"], ways)
    await insert_rows(session, metadata.tables["mapping_parts"], parts)
    return {row["variant_id"] for row in ways}


def cheapest(readings: Sequence[goods.Reading], country: str) -> dict[str, int]:
    """Sku -> what one unit costs until it is there, by the best tracked lane."""
    found = {}
    for reading in readings:
        for variant in reading.offer.variants:
            quotes = reading.lanes[country][variant.external_sku, variant.warehouse]
            tracked = [one.cost + (one.duty or 0) for one in quotes if one.tracked]
            if tracked:
                found[variant.external_sku] = sold_there()[variant.external_sku][1].cost + min(
                    tracked
                )
    return found


def _ranked(
    store: StoreFacts,
    plan: Mapping[str, Any],
    ids: Sequence[str],
    lanes: Mapping[str, int],
    variant: Row,
) -> list[str]:
    """The two skus a variant is bought as: of what leaves enough, the one whose cost fits its price
    best, from the nearest warehouse first, then from another one."""
    tax = next((t["rate_ppm"] for t in plan["taxes"] if t["country"] == store.country), 0)
    net = Fraction(variant["price"])
    if store.prices_include_tax:
        net = net * PPM / (PPM + tax)
    net /= rate_of(store, plan)
    fits = [
        sku for sku, cost in lanes.items() if sku.split("-")[0] in ids and cost <= net * MOST_SHARE
    ]
    if not fits:
        return []
    wanted = net * Fraction(45, 100)
    best = min(fits, key=lambda sku: (abs(lanes[sku] - wanted), sku))
    stem = best.rpartition("-")[0]
    same = sorted((sku for sku in fits if sku.rpartition("-")[0] == stem), key=_nearest)
    return [*same, *(same[:1] if len(same) == 1 else [])]


def _nearest(sku: str) -> tuple[bool, str]:
    return sku.endswith("-CN"), sku
