"""Rules of volume prices: discounts of a kind of their own, judged and traced like all others."""

from datetime import datetime
from uuid import UUID

from commerce.promotions.discounts import repository
from commerce.promotions.discounts.repository import DiscountQuery
from commerce.promotions.discounts.schemas import SelectionOut, Stored
from commerce.promotions.discounts.service import facts_of, state_of
from commerce.promotions.engine.model import Counting, DiscountClass, DiscountKind
from commerce.promotions.engine.volume import unit_price
from commerce.promotions.errors import BadVolume, DiscountStale, TooManyVolume, VolumeNotFound
from commerce.promotions.loading import volume_of
from commerce.promotions.models import Discount
from commerce.promotions.telling import tell
from commerce.promotions.volume.schemas import (
    PricedTierOut,
    TierIn,
    TierOut,
    UpsellBulkIn,
    VolumeIn,
    VolumeOut,
    VolumePreviewIn,
    VolumeReplace,
)
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.money import MAX_AMOUNT, PPM, divide_rounding

MAX_ACTIVE = 500
"""A cart is judged by those that speak of its products; they are found among all of the store's."""

ACTIONS: dict[str, Stored] = {"enable": {"active": True}, "disable": {"active": False}}


async def listed(
    context: StoreContext, query: DiscountQuery, *, offset: int, limit: int
) -> tuple[list[VolumeOut], int]:
    """One page, and how many there are in all."""
    now = clock.now()
    rows, total = await repository.page(
        context.session, context.store_id, query, now, offset=offset, limit=limit
    )
    return [out(row, context.store.currency, now) for row in rows], total


async def get(context: StoreContext, volume_id: UUID) -> VolumeOut:
    """One. Raises VolumeNotFound (404)."""
    return out(await _found(context, volume_id), context.store.currency, clock.now())


async def create(context: StoreContext, body: VolumeIn) -> VolumeOut:
    """Set volume prices. Raises BadVolume (422), TooManyVolume (409)."""
    values = await _checked(context, body)
    await _room(context, active=body.active, counted=False)
    row = Discount(
        tenant_id=context.tenant_id, id=new_id(), store_id=context.store_id, used=0, **values
    )
    context.session.add(row)
    await context.session.flush()
    await context.session.refresh(row)
    await tell(context, "volume", row.id, "create", after=facts_of(values))
    return out(row, context.store.currency, clock.now())


async def replace(context: StoreContext, volume_id: UUID, body: VolumeReplace) -> VolumeOut:
    """Change them; carts are judged anew, checkouts under way keep what they froze.

    Raises VolumeNotFound (404), BadVolume (422), DiscountStale, TooManyVolume (409).
    """
    values = await _checked(context, body)
    row = await _found(context, volume_id, lock=True)
    if row.version != body.version:
        raise DiscountStale
    await _room(context, active=body.active, counted=row.active)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    await context.session.flush()
    await context.session.refresh(row)
    await tell(context, "volume", row.id, "update", before=facts_of(before), after=facts_of(values))
    return out(row, context.store.currency, clock.now())


async def delete(context: StoreContext, volume_id: UUID) -> None:
    """Archive them; orders keep their trace. Raises VolumeNotFound (404)."""
    row = await _found(context, volume_id, lock=True)
    row.deleted_at = clock.now()
    await context.session.flush()
    await tell(context, "volume", row.id, "archive", before={"name": row.name})


async def bulk(context: StoreContext, body: UpsellBulkIn) -> int:
    """Enable, disable or archive several; how many changed. Raises TooManyVolume (409)."""
    values = ACTIONS.get(body.action, {"deleted_at": clock.now()})
    ids = sorted(set(body.ids))
    changed = await repository.change_many(
        context.session, context.store_id, ids, values, volume=True
    )
    if body.action == "enable" and changed:
        count = await repository.automatic_count(context.session, context.store_id, volume=True)
        if count > MAX_ACTIVE:
            raise TooManyVolume
    for volume_id in changed:
        await tell(context, "volume", volume_id, body.action)
    return len(changed)


def preview(context: StoreContext, body: VolumePreviewIn) -> list[PricedTierOut]:
    """What units of a price cost by breaks that are not saved. Raises BadVolume (422)."""
    currency = context.store.currency
    if body.price.currency != currency:
        raise BadVolume.on_field("price.currency", f"This store's prices are in {currency}.")
    if not 0 <= body.price.amount <= MAX_AMOUNT // 10_000:
        raise BadVolume.on_field("price.amount", "Not below zero, and not beyond what can be paid.")
    volume = volume_of({"tiers": _tiers(body.tiers, currency), "counting": Counting.LINE})
    price = body.price.amount
    return [
        priced(price, unit_price(volume, price, t.quantity), t.quantity, currency)
        for t in volume.tiers
    ]


def priced(price: int, unit: int, quantity: int, currency: str) -> PricedTierOut:
    """A row of a table of volume prices."""
    return PricedTierOut(
        quantity=quantity,
        unit_price=Money(amount=unit, currency=currency),
        total=Money(amount=unit * quantity, currency=currency),
        saved_ppm=divide_rounding((price - unit) * PPM, price) if price else 0,
    )


def out(row: Discount, currency: str, now: datetime) -> VolumeOut:
    """Volume prices as the merchant set them."""
    stored = row.volume or {"tiers": [], "counting": Counting.LINE}
    return VolumeOut(
        id=row.id,
        name=row.name,
        tiers=[_tier_out(tier, currency) for tier in stored["tiers"]],
        counting=Counting(stored["counting"]),
        selection=SelectionOut.model_validate(row.selection),
        segments=row.segments,
        state=state_of(row, now),
        active=row.active,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        priority=row.priority,
        exclusive=row.exclusive,
        exclusive_group=row.exclusive_group,
        combines_with=[DiscountClass(name) for name in row.combines_with],
        used=row.used,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _tier_out(tier: Stored, currency: str) -> TierOut:
    if tier.get("percent_ppm") is not None:
        return TierOut(quantity=tier["quantity"], percent_ppm=tier["percent_ppm"], prices=[])
    amounts = {currency: tier["price"], **(tier.get("prices") or {})}
    return TierOut(
        quantity=tier["quantity"],
        percent_ppm=None,
        prices=[Money(amount=amount, currency=code) for code, amount in amounts.items()],
    )


async def _checked(context: StoreContext, body: VolumeIn) -> Stored:
    """The columns of a body. Raises BadVolume (422) on the field that is wrong."""
    if body.starts_at and body.ends_at and body.ends_at <= body.starts_at:
        raise BadVolume.on_field("ends_at", "It must end after it starts.")
    tiers = _tiers(body.tiers, context.store.currency)
    part = body.selection
    missing = await repository.unknown(
        context.session,
        context.store_id,
        products=sorted({*part.products, *part.excluded_products}),
        groups=sorted({*part.groups, *part.excluded_groups}),
        segments=body.segments,
    )
    if missing:
        field = "segments" if missing & set(body.segments) else "selection"
        raise BadVolume.on_field(field, "Not all of these are in this store.")
    return {
        "name": body.name,
        "code": None,
        "code_key": None,
        "kind": DiscountKind.VOLUME.value,
        "target": DiscountClass.PRODUCT.value,
        "value": 0,
        "each": True,
        "active": body.active,
        "starts_at": body.starts_at,
        "ends_at": body.ends_at,
        "selection": part.model_dump(mode="json"),
        "segments": list(dict.fromkeys(body.segments)),
        "volume": {"tiers": tiers, "counting": body.counting.value},
        "priority": body.priority,
        "exclusive": body.exclusive,
        "exclusive_group": body.exclusive_group,
        "combines_with": sorted({name.value for name in body.combines_with}),
    }


def _tiers(tiers: list[TierIn], currency: str) -> list[Stored]:
    """The breaks as they are stored: each is of the same kind as the first and better than the one
    before it, in every currency."""
    stored: list[Stored] = []
    for place, tier in enumerate(tiers):
        field = f"tiers.{place}"
        if (tier.percent_ppm is None) == (not tier.prices):
            raise BadVolume.on_field(field, "A break has a percentage or prices, one of both.")
        found = _stored(tier, field, currency)
        if stored:
            _refuse_worse(stored[-1], found, field)
        stored.append(found)
    return stored


def _stored(tier: TierIn, field: str, currency: str) -> Stored:
    if tier.percent_ppm is not None:
        return {"quantity": tier.quantity, "percent_ppm": tier.percent_ppm}
    prices = {money.currency: money.amount for money in tier.prices}
    if len(prices) < len(tier.prices):
        raise BadVolume.on_field(f"{field}.prices", "One price per currency.")
    if currency not in prices:
        raise BadVolume.on_field(f"{field}.prices", f"The price in {currency} is missing.")
    if not all(0 <= amount <= MAX_AMOUNT for amount in prices.values()):
        raise BadVolume.on_field(f"{field}.prices", "A price is not below zero.")
    own = prices.pop(currency)
    return {"quantity": tier.quantity, "price": own, "prices": prices}


def _refuse_worse(last: Stored, tier: Stored, field: str) -> None:
    if tier["quantity"] <= last["quantity"]:
        raise BadVolume.on_field(f"{field}.quantity", "Each break begins above the one before.")
    if ("percent_ppm" in tier) != ("percent_ppm" in last):
        raise BadVolume.on_field(field, "All breaks are percentages, or all are prices.")
    if "percent_ppm" in tier:
        if tier["percent_ppm"] <= last["percent_ppm"]:
            raise BadVolume.on_field(f"{field}.percent_ppm", "More units, more off.")
        return
    if set(tier["prices"]) != set(last["prices"]):
        raise BadVolume.on_field(
            f"{field}.prices", "Every break has prices in the same currencies."
        )
    pairs = [(tier["price"], last["price"])]
    pairs += [(tier["prices"][code], last["prices"][code]) for code in tier["prices"]]
    if any(now >= before for now, before in pairs):
        raise BadVolume.on_field(f"{field}.prices", "More units, lower prices.")


async def _room(context: StoreContext, *, active: bool, counted: bool) -> None:
    if not active or counted:
        return
    count = await repository.automatic_count(context.session, context.store_id, volume=True)
    if count >= MAX_ACTIVE:
        raise TooManyVolume


async def _found(context: StoreContext, volume_id: UUID, *, lock: bool = False) -> Discount:
    row = await repository.one(context.session, context.store_id, volume_id, lock=lock, volume=True)
    if row is None:
        raise VolumeNotFound
    return row
