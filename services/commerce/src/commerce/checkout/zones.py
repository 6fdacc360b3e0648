"""Shipping zones: places that share rates. A place belongs to one zone (see `shipping_price`)."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart.view import money
from commerce.checkout import rates, repository
from commerce.checkout.errors import RegionTaken, TooManyZones, ZoneNotFound
from commerce.checkout.models import ShippingRate, ShippingZone
from commerce.checkout.schemas import (
    ShippingTestIn,
    ShippingTestOut,
    ShippingZoneIn,
    ShippingZoneOut,
    TriedRateOut,
)
from commerce.checkout.shipping_price import Pricing, price, serves, zone_of
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.kernel import Kernel

MAX_ZONES: Final = 100


async def listed(session: AsyncSession, store_id: UUID) -> list[ShippingZoneOut]:
    """The store's zones in the order they were made."""
    counts = await repository.rates_by_zone(session, store_id)
    return [
        _out(zone, counts.get(zone.id, 0)) for zone in await repository.zones(session, store_id)
    ]


async def create(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: ShippingZoneIn, *, actor: str
) -> ShippingZoneOut:
    """Add a zone. Raises RegionTaken, TooManyZones (409)."""
    await stores.get(session, store.id, lock=True)  # two at once cannot both take a region
    there = await repository.zones(session, store.id)
    if len(there) >= MAX_ZONES:
        raise TooManyZones
    regions = _free(body, there)
    zone = ShippingZone(
        tenant_id=store.tenant_id, store_id=store.id, name=body.name, regions=regions
    )
    session.add(zone)
    await session.flush()
    await _changed(kernel, session, store, zone, actor, "shipping_zone.create", None)
    return _out(zone, 0)


async def replace(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    zone_id: UUID,
    body: ShippingZoneIn,
    *,
    actor: str,
) -> ShippingZoneOut:
    """Change a zone; its rates move with it. Raises ZoneNotFound (404), RegionTaken (409)."""
    await stores.get(session, store.id, lock=True)
    there = await repository.zones(session, store.id)
    zone = next((zone for zone in there if zone.id == zone_id), None)
    if zone is None:
        raise ZoneNotFound
    before = _facts(zone)
    zone.regions = _free(body, [other for other in there if other.id != zone_id])
    zone.name = body.name
    await session.flush()
    if _facts(zone) != before:
        await _changed(kernel, session, store, zone, actor, "shipping_zone.update", before)
    counts = await repository.rates_by_zone(session, store.id)
    return _out(zone, counts.get(zone.id, 0))


async def delete(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, zone_id: UUID, *, actor: str
) -> int:
    """Remove a zone and its rates; how many they were. Raises ZoneNotFound (404)."""
    await stores.get(session, store.id, lock=True)
    zone = await repository.zone(session, store.id, zone_id, alone=True)
    if zone is None:
        raise ZoneNotFound
    counts = await repository.rates_by_zone(session, store.id)
    before = {**_facts(zone), "rates": counts.get(zone.id, 0)}
    await repository.remove_zone(session, zone_id)
    await _changed(kernel, session, store, zone, actor, "shipping_zone.delete", before, gone=True)
    return counts.get(zone_id, 0)


async def try_address(
    session: AsyncSession, store: StoreFacts, asked: ShippingTestIn
) -> ShippingTestOut:
    """Which zone an address belongs to, and what each rate of the store does there."""
    zones = await repository.zones(session, store.id)
    here = zone_of(zones, asked.country, asked.state)
    stored = await repository.rates(session, store.id)
    tried = [_tried(rate, here, zones, asked, store.currency) for rate in stored]
    tried.sort(key=lambda said: (not said.serves, said.price.amount if said.price else 0))
    counts = await repository.rates_by_zone(session, store.id)
    return ShippingTestOut(
        zone=None if here is None else _out(here, counts.get(here.id, 0)), rates=tried
    )


def _tried(
    rate: ShippingRate,
    here: ShippingZone | None,
    zones: Collection[ShippingZone],
    asked: ShippingTestIn,
    currency: str,
) -> TriedRateOut:
    shown = rates.stored_out(rate, currency)
    if serves(rate, here, asked.country):
        pricing = Pricing.read(
            amount=rate.amount, free_over=rate.free_over, basis=rate.basis, tiers=rate.tiers
        )
        costs = price(pricing, asked.amount, asked.grams)
        reason = "Goes there."
        return TriedRateOut(rate=shown, serves=True, price=money(costs, currency), reason=reason)
    if rate.zone_id is None:
        reason = f"Does not list {asked.country}."
    else:
        name = next((zone.name for zone in zones if zone.id == rate.zone_id), "")
        belongs = f"belongs to {here.name}" if here else "belongs to no zone"
        reason = f"Serves {name}; the address {belongs}."
    return TriedRateOut(rate=shown, serves=False, price=None, reason=reason)


def _free(body: ShippingZoneIn, others: Collection[ShippingZone]) -> list[str]:
    """The regions without repetition. Raises RegionTaken (409) naming each and its zone."""
    regions = list(dict.fromkeys(body.regions))
    taken = {region: zone for zone in others for region in zone.regions or ("",)}
    if not regions and "" in taken:
        raise RegionTaken.on_field(
            "regions", f"{taken[''].name} is the rest of the world already: name some regions."
        )
    wrong = [
        {
            "field": f"regions.{position}",
            "code": RegionTaken.code,
            "message": f"{region} belongs to {taken[region].name}.",
        }
        for position, region in enumerate(body.regions)
        if region in taken
    ]
    if wrong:
        raise RegionTaken(details=wrong)
    return regions


async def _changed(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    zone: ShippingZone,
    actor: str,
    action: str,
    before: dict[str, Any] | None,
    *,
    gone: bool = False,
) -> None:
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action=action,
        resource_type="shipping_zone",
        resource_id=zone.id,
        before=before,
        after=None if gone else _facts(zone),
    )
    await rates.announce(kernel, session, store.tenant_id, store.id)


def _out(zone: ShippingZone, count: int) -> ShippingZoneOut:
    return ShippingZoneOut(id=zone.id, name=zone.name, regions=zone.regions, rates=count)


def _facts(zone: ShippingZone) -> dict[str, Any]:
    return {"name": zone.name, "regions": zone.regions}
