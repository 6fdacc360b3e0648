"""Products in connected shops: the public face of this folder."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductPatch
from commerce.channels import service as channels
from commerce.channels.errors import ChannelClosed
from commerce.channels.models import ChannelStatus, SalesChannel
from commerce.channels.publishing import repository, seeing
from commerce.channels.publishing.errors import DifferenceGone, NotPublished, PriceNotTaken
from commerce.channels.publishing.models import ChannelProduct, PublicationState
from commerce.channels.publishing.schemas import (
    ChannelDifferenceOut,
    ChannelProductOut,
    ChannelPublishIn,
    ChannelPublishOut,
    ChannelSettleIn,
    ProductThere,
)
from commerce.reads import channel_products
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.api.schemas import Money
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.channels.publish"
MAX_TITLE: Final = 255
MAX_SHOWN: Final = 2_000


async def publish(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    channel_id: UUID,
    body: ChannelPublishIn,
    *,
    actor: str,
) -> ChannelPublishOut:
    """Have products written there, for the first time or again. A worker does the work; what waits
    already waits once.

    Raises ChannelNotFound (404), ChannelClosed (409).
    """
    channel = await channels.get(session, store.id, channel_id)
    if channel.status != ChannelStatus.CONNECTED.value:
        raise ChannelClosed
    wanted = list(dict.fromkeys(body.product_ids))
    some = set(await channel_products.sellable(session, store.id, channel_id, wanted))
    now = clock.now()
    await repository.queue(session, store, channel_id, sorted(some), now)
    if some:
        await enqueue(kernel, session, store, channel_id, now)
        await audit.record(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action="sales_channel.publish",
            resource_type="sales_channel",
            resource_id=channel_id,
            store_id=store.id,
            after={"products": len(some)},
        )
    return ChannelPublishOut(queued=len(some), left_out=[one for one in wanted if one not in some])


async def enqueue(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, channel_id: UUID, at: datetime
) -> None:
    """A job that writes what waits, not before `at`."""
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(store.id), "channel_id": str(channel_id)},
        tenant_id=store.tenant_id,
        queue="bulk",
        not_before=at,
    )


async def page(
    session: AsyncSession,
    store: StoreFacts,
    channel_id: UUID,
    *,
    state: ProductThere | None,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[list[ChannelProductOut], int]:
    """(products of the store and how they stand there, how many there are): what needs somebody
    first. Raises ChannelNotFound (404)."""
    channel = await channels.get(session, store.id, channel_id)
    rows, total = await channel_products.listed(
        session,
        store.id,
        channel_id,
        state=None if state is None else state.value,
        search=search,
        offset=offset,
        limit=limit,
    )
    return [_out(row, channel) for row in rows], total


async def settle(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    channel_id: UUID,
    product_id: UUID,
    body: ChannelSettleIn,
    *,
    actor: str,
) -> ChannelProductOut:
    """See to what was changed there: take it, or leave both as they are.

    Raises ChannelNotFound, NotPublished (404), DifferenceGone, PriceNotTaken (409), Invalid (422),
    and what a product's change is refused with.
    """
    channel = await channels.get(session, store.id, channel_id)
    row = await repository.one(session, channel_id, product_id, lock=True)
    if row is None or row.shown is None:
        raise NotPublished
    by_key = {one["key"]: one for one in row.differences}
    keys = list(dict.fromkeys(body.keys))
    if any(key not in by_key for key in keys):
        raise DifferenceGone
    chosen = [by_key[key] for key in keys]
    if body.act == "take":
        await _take(kernel, session, store, channel, row, chosen, actor=actor)
    row.shown = _content_with(row.shown, chosen)
    row.differences = [one for one in row.differences if one["key"] not in set(keys)]
    if not row.differences and row.state == PublicationState.PUBLISHED.value:
        row.words = ""
    await session.flush()
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=f"sales_channel.{body.act}",
        resource_type="sales_channel",
        resource_id=channel_id,
        store_id=store.id,
        after={"product": str(product_id), "differences": keys[:50]},
    )
    rows, _ = await channel_products.listed(
        session,
        store.id,
        channel_id,
        state=None,
        search=None,
        product_id=product_id,
        offset=0,
        limit=1,
    )
    return _out(rows[0], channel)


async def _take(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    channel: SalesChannel,
    row: ChannelProduct,
    chosen: Sequence[dict[str, Any]],
    *,
    actor: str,
) -> None:
    """Theirs becomes ours, as if somebody had typed it here."""
    prices = {UUID(one["variant_id"]): one["after"] for one in chosen if one["field"] == "price"}
    if prices and channel.currency != store.currency:
        raise PriceNotTaken
    texts = {one["field"]: one["after"] for one in chosen if one["field"] != "price"}
    if "title" in texts:
        texts["title"] = texts["title"][:MAX_TITLE]
    before = await channel_products.whole(session, store.id, row.product_id, now=clock.now())
    if before is None or before["purged"]:
        raise NotPublished
    in_step = before["version"] == row.version
    if texts:
        try:
            patch = ProductPatch.model_validate(texts)
        except ValidationError as error:
            words = "What it says there is not allowed here. Change it there, or ignore it."
            raise Invalid.on_field("keys", words) from error
        await catalog.update_product(kernel, session, store, row.product_id, patch, actor=actor)
    if prices:
        now = {UUID(one["id"]): one for one in before["variants"]}
        wanted = {
            variant_id: catalog.NewPrice(
                price=price,
                compare_at_price=now[variant_id]["compare_at"]
                if (now[variant_id]["compare_at"] or 0) > price
                else None,
                expected=now[variant_id]["price"],
            )
            for variant_id, price in prices.items()
            if variant_id in now
        }
        done = await catalog.set_prices(kernel, session, store, wanted, actor=actor)
        if done != set(prices):
            raise DifferenceGone  # a variant is gone here, or priced anew in this moment
    after = await channel_products.whole(session, store.id, row.product_id, now=clock.now())
    if in_step and after is not None:
        row.version = after["version"]  # what was taken is there already


def _content_with(shown: dict[str, Any], chosen: Sequence[dict[str, Any]]) -> dict[str, Any]:
    content = {**shown, "variants": {ref: dict(one) for ref, one in shown["variants"].items()}}
    for one in chosen:
        if one["field"] == "price":
            content["variants"][one["key"].removeprefix("price:")]["price"] = one["after"]
        else:
            content[one["field"]] = one["after"]
    return content


def _out(row: Row[Any], channel: SalesChannel) -> ChannelProductOut:
    return ChannelProductOut(
        product_id=row.product_id,
        title=row.title,
        status=row.status,
        state=ProductThere(row.state),
        words=row.words or "",
        url=(row.shown or {}).get("url") or None,
        published_at=row.published_at,
        changed_here=row.written is not None and row.written != row.version,
        differences=[_difference(one, channel.currency) for one in row.differences or []],
    )


def _difference(one: dict[str, Any], currency: str) -> ChannelDifferenceOut:
    priced = one["field"] == "price"
    amounts = (one["before"], one["after"]) if priced else (None, None)
    before, after = (None if a is None else Money(amount=a, currency=currency) for a in amounts)
    return ChannelDifferenceOut(
        key=one["key"],
        field=one["field"],
        variant=one.get("variant"),
        before=None if priced else _text(one, "before"),
        after=None if priced else _text(one, "after"),
        price_before=before,
        price_after=after,
    )


def _text(one: dict[str, Any], side: str) -> str:
    """What people read of it: somebody else's markup is shown to nobody."""
    told = str(one[side])
    return (seeing.words(told) if one["field"] == "description" else told)[:MAX_SHOWN]
