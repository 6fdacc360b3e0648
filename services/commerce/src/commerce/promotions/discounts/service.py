"""Rules of discounts as merchants set them."""

from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from commerce.conflicts import refusing
from commerce.promotions.codes import code_key
from commerce.promotions.discounts import repository
from commerce.promotions.discounts.repository import DiscountQuery
from commerce.promotions.discounts.schemas import (
    BogoOut,
    DiscountBulkIn,
    DiscountIn,
    DiscountOut,
    DiscountReplace,
    DiscountState,
    DiscountUseOut,
    OwnKind,
    SelectionIn,
    SelectionOut,
    Stored,
)
from commerce.promotions.engine.model import DiscountClass, DiscountKind
from commerce.promotions.errors import (
    BadDiscount,
    CodeTaken,
    DiscountNotFound,
    DiscountStale,
    TooManyAutomatic,
)
from commerce.promotions.models import Discount
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.money import MAX_AMOUNT

MAX_AUTOMATIC = 50
"""Each cart is judged by all of them."""

CODE_KEY = "uq_discounts_code"

_TARGETS: dict[DiscountKind, tuple[DiscountClass, ...]] = {
    DiscountKind.PERCENTAGE: (DiscountClass.ORDER, DiscountClass.PRODUCT, DiscountClass.SHIPPING),
    DiscountKind.FIXED: (DiscountClass.ORDER, DiscountClass.PRODUCT, DiscountClass.SHIPPING),
    DiscountKind.BOGO: (DiscountClass.PRODUCT,),
    DiscountKind.FREE_SHIPPING: (DiscountClass.SHIPPING,),
    DiscountKind.VOLUME: (DiscountClass.PRODUCT,),
}
"""What each kind may be taken from; the first is the default."""


async def listed(
    context: StoreContext, query: DiscountQuery, *, offset: int, limit: int
) -> tuple[list[DiscountOut], int]:
    """One page, and how many there are in all."""
    now = clock.now()
    rows, total = await repository.page(
        context.session, context.store_id, query, now, offset=offset, limit=limit
    )
    return [out(row, context.store.currency, now) for row in rows], total


async def get(context: StoreContext, discount_id: UUID) -> DiscountOut:
    """One. Raises DiscountNotFound (404)."""
    return out(await _found(context, discount_id), context.store.currency, clock.now())


async def create(context: StoreContext, body: DiscountIn) -> DiscountOut:
    """Make a discount. Raises BadDiscount (422), CodeTaken, TooManyAutomatic (409)."""
    values = await _checked(context, body)
    await _room(context, values, before=None)
    row = Discount(
        tenant_id=context.tenant_id, id=new_id(), store_id=context.store_id, used=0, **values
    )
    context.session.add(row)
    with refusing({CODE_KEY: CodeTaken.on_field("code")}):
        await context.session.flush()
    await context.session.refresh(row)
    await _audit(context, row, "create", after=facts_of(values))
    return out(row, context.store.currency, clock.now())


async def replace(context: StoreContext, discount_id: UUID, body: DiscountReplace) -> DiscountOut:
    """Change a discount; carts are judged anew, checkouts under way keep what they froze.

    Raises DiscountNotFound (404), BadDiscount (422), CodeTaken, DiscountStale, TooManyAutomatic
    (409).
    """
    values = await _checked(context, body)
    row = await _found(context, discount_id, lock=True)
    if row.version != body.version:
        raise DiscountStale
    await _room(context, values, before=row)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    with refusing({CODE_KEY: CodeTaken.on_field("code")}):
        await context.session.flush()
    await context.session.refresh(row)
    await _audit(context, row, "update", before=facts_of(before), after=facts_of(values))
    return out(row, context.store.currency, clock.now())


async def delete(context: StoreContext, discount_id: UUID) -> None:
    """Remove a discount; orders keep their trace, and the code is free again.

    Raises DiscountNotFound (404).
    """
    row = await _found(context, discount_id, lock=True)
    row.deleted_at = clock.now()
    await context.session.flush()
    await _audit(context, row, "delete", before={"name": row.name, "code": row.code})


async def bulk(context: StoreContext, body: DiscountBulkIn) -> int:
    """Switch on, off, or remove several; how many changed. Raises TooManyAutomatic (409)."""
    actions: dict[str, Stored] = {
        "activate": {"active": True},
        "deactivate": {"active": False},
        "delete": {"deleted_at": clock.now()},
    }
    values = actions[body.action]
    changed = await repository.change_many(
        context.session, context.store_id, sorted(set(body.ids)), values
    )
    if body.action == "activate" and changed:
        count = await repository.automatic_count(context.session, context.store_id)
        if count > MAX_AUTOMATIC:
            raise TooManyAutomatic
    for discount_id in changed:
        await audit.record(
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            actor=context.actor,
            action=f"discount.{body.action}",
            resource_type="discount",
            resource_id=discount_id,
        )
    return len(changed)


async def uses(
    context: StoreContext, discount_id: UUID, *, offset: int, limit: int
) -> tuple[list[DiscountUseOut], int]:
    """Who used it. Raises DiscountNotFound (404)."""
    await _found(context, discount_id)
    rows = await repository.uses(
        context.session, context.store_id, discount_id, offset=offset, limit=limit
    )
    found = [
        DiscountUseOut(
            status=row.status,
            order_id=row.order_id,
            order_number=row.number,
            amount=Money(amount=row.amount, currency=row.currency),
            at=row.at,
        )
        for row in rows
    ]
    return found, int(rows[0].total) if rows else 0


def state_of(row: Discount, now: datetime) -> DiscountState:
    """Whether it applies now, and if not why."""
    if not row.active:
        return DiscountState.OFF
    if row.ends_at is not None and row.ends_at <= now:
        return DiscountState.EXPIRED
    if row.starts_at is not None and row.starts_at > now:
        return DiscountState.SCHEDULED
    if row.usage_limit is not None and row.used >= row.usage_limit:
        return DiscountState.USED_UP
    return DiscountState.ACTIVE


def out(row: Discount, currency: str, now: datetime) -> DiscountOut:
    """A discount as the merchant set it."""
    percent = row.kind == DiscountKind.PERCENTAGE
    money_in = row.currency or currency
    amount = None if percent or not row.value else Money(amount=row.value, currency=money_in)
    minimum = row.minimum_subtotal
    return DiscountOut(
        id=row.id,
        name=row.name,
        code=row.code,
        kind=cast("OwnKind", DiscountKind(row.kind)),
        target=DiscountClass(row.target),
        state=state_of(row, now),
        percent_ppm=row.value if percent else None,
        amount=amount,
        each=row.each,
        bogo=_bogo_out(row.bogo),
        active=row.active,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minimum_subtotal=None if minimum is None else Money(amount=minimum, currency=money_in),
        minimum_quantity=row.minimum_quantity,
        selection=SelectionOut.model_validate(row.selection),
        segments=row.segments,
        usage_limit=row.usage_limit,
        customer_limit=row.customer_limit,
        used=row.used,
        priority=row.priority,
        exclusive=row.exclusive,
        exclusive_group=row.exclusive_group,
        combines_with=[DiscountClass(name) for name in row.combines_with],
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def _checked(context: StoreContext, body: DiscountIn) -> Stored:
    """The columns of a body. Raises BadDiscount (422) on the field that is wrong."""
    _check_kind(body)
    target = body.target or _TARGETS[body.kind][0]
    if target not in _TARGETS[body.kind]:
        raise BadDiscount.on_field("target", "This kind of discount is not taken from that.")
    if body.each and (body.kind is not DiscountKind.FIXED or target is not DiscountClass.PRODUCT):
        raise BadDiscount.on_field("each", "Only a fixed amount off products is per unit.")
    if body.starts_at and body.ends_at and body.ends_at <= body.starts_at:
        raise BadDiscount.on_field("ends_at", "It must end after it starts.")
    currency = _currency(context, body)
    await _check_ids(context, body)
    amount = 0 if body.amount is None else body.amount.amount
    bogo = body.bogo
    gets = bogo.gets or body.selection if bogo is not None else None
    return {
        "name": body.name,
        "code": body.code,
        "code_key": None if body.code is None else code_key(body.code),
        "kind": body.kind.value,
        "target": target.value,
        "value": body.percent_ppm if body.percent_ppm is not None else amount,
        "each": body.each,
        "active": body.active,
        "starts_at": body.starts_at,
        "ends_at": body.ends_at,
        "currency": currency,
        "minimum_subtotal": _positive(body.minimum_subtotal),
        "minimum_quantity": body.minimum_quantity,
        "selection": body.selection.model_dump(mode="json"),
        "segments": list(dict.fromkeys(body.segments)),
        "bogo": None
        if bogo is None or gets is None
        else {
            "buy": bogo.buy,
            "get": bogo.get,
            "percent_ppm": bogo.percent_ppm,
            "times": bogo.times,
            "gets": gets.model_dump(mode="json"),
            "same": bogo.gets is None,
        },
        "usage_limit": body.usage_limit,
        "customer_limit": body.customer_limit,
        "priority": body.priority,
        "exclusive": body.exclusive,
        "exclusive_group": body.exclusive_group,
        "combines_with": sorted({name.value for name in body.combines_with}),
        "volume": None,
    }


def _check_kind(body: DiscountIn) -> None:
    wanted: dict[DiscountKind, Literal["percent_ppm", "amount", "bogo"] | None] = {
        DiscountKind.PERCENTAGE: "percent_ppm",
        DiscountKind.FIXED: "amount",
        DiscountKind.BOGO: "bogo",
        DiscountKind.FREE_SHIPPING: None,
    }
    needed = wanted[body.kind]
    for field in ("percent_ppm", "amount", "bogo"):
        given = getattr(body, field) is not None
        if field == needed and not given:
            raise BadDiscount.on_field(field, "This kind of discount needs it.")
        allowed = field == needed or (field == "amount" and body.kind is DiscountKind.FREE_SHIPPING)
        if given and not allowed:
            raise BadDiscount.on_field(field, "This kind of discount has none.")
    if body.amount is not None and not 0 < body.amount.amount <= MAX_AMOUNT:
        raise BadDiscount.on_field("amount.amount", "Must be more than nothing.")


def _currency(context: StoreContext, body: DiscountIn) -> str | None:
    """Null for the store's own currency: its amounts are converted for other carts."""
    given = {money.currency for money in (body.amount, body.minimum_subtotal) if money is not None}
    if len(given) > 1:
        raise BadDiscount.on_field("minimum_subtotal.currency", "One discount has one currency.")
    only = next(iter(given), context.store.currency)
    return None if only == context.store.currency else only


async def _check_ids(context: StoreContext, body: DiscountIn) -> None:
    selections = [body.selection]
    if body.bogo is not None and body.bogo.gets is not None:
        selections.append(body.bogo.gets)
    missing = await repository.unknown(
        context.session,
        context.store_id,
        products=_named(selections, "products", "excluded_products"),
        groups=_named(selections, "groups", "excluded_groups"),
        segments=body.segments,
    )
    if missing:
        field = "segments" if missing & set(body.segments) else "selection"
        raise BadDiscount.on_field(field, "Not all of these are in this store.")


def _named(selections: list[SelectionIn], *fields: str) -> list[UUID]:
    found = {one for part in selections for field in fields for one in getattr(part, field)}
    return sorted(found)


async def _room(context: StoreContext, values: Stored, *, before: Discount | None) -> None:
    """Keep the number of automatic discounts a cart is judged by small."""
    counts = values["code_key"] is None and values["active"]
    counted = before is not None and before.code_key is None and before.active
    if not counts or counted:
        return
    if await repository.automatic_count(context.session, context.store_id) >= MAX_AUTOMATIC:
        raise TooManyAutomatic


async def _found(context: StoreContext, discount_id: UUID, *, lock: bool = False) -> Discount:
    row = await repository.one(context.session, context.store_id, discount_id, lock=lock)
    if row is None:
        raise DiscountNotFound
    return row


def _positive(money: Money | None) -> int | None:
    return money.amount if money is not None and money.amount > 0 else None


def _bogo_out(bogo: Stored | None) -> BogoOut | None:
    if bogo is None:
        return None
    gets = None if bogo.get("same") else SelectionOut.model_validate(bogo["gets"])
    return BogoOut(
        buy=bogo["buy"],
        get=bogo["get"],
        percent_ppm=bogo["percent_ppm"],
        gets=gets,
        times=bogo["times"],
    )


async def _audit(
    context: StoreContext,
    row: Discount,
    action: str,
    *,
    before: Stored | None = None,
    after: Stored | None = None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"discount.{action}",
        resource_type="discount",
        resource_id=row.id,
        before=before,
        after=after,
    )


def facts_of(values: Stored) -> Stored:
    """What the audit log keeps, as JSON has it."""
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else [str(one) for one in value]
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }
