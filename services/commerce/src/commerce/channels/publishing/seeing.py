"""What a channel shows of a product, beside what it was last known to show: the difference is what
somebody changed there."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.publishing import repository
from commerce.channels.publishing.composing import Composed
from commerce.channels.publishing.models import ChannelProduct, PublicationState
from ecomm_connectors.channels.goods import ChannelProduct as ProductThere
from ecomm_connectors.channels.wishes import VariantWish, place_of
from ecomm_core import clock

Shown = Mapping[str, Any]
_TAG: Final = re.compile(r"<[^<>]*>")
"""Without a `<` inside: a text of nothing but those is else gone through for each of them."""
_SPACE: Final = re.compile(r"\s+")
MAX_DIFFERENCES: Final = 2_100


def shown_by(there: ProductThere, wanted: Composed, url: str, began: Mapping[str, int]) -> Shown:
    """What the channel shows, as the row keeps it. began: our variant -> what it was made with."""
    variants: dict[str, Any] = {}
    for place, variant_id in enumerate(wanted.variants):
        one = place_of(wanted.wish.variants[place], there.variants)
        if one is not None:
            variants[one.external_id] = {
                "id": str(variant_id),
                "title": wanted.titles[place],
                "price": one.price,
                "stock": began.get(str(variant_id)),
            }
    return {
        "title": there.title,
        "description": there.description,
        "url": url,
        "variants": variants,
    }


def wished(there: ProductThere, wanted: Composed, url: str) -> Shown:
    """What a channel would show that had our product already as we have it: the ground that what
    was found there is compared with."""
    shown = dict(shown_by(there, wanted, url, {}))
    shown |= {"title": wanted.wish.title, "description": wanted.wish.description}
    by_id = {str(key): place for place, key in enumerate(wanted.variants)}
    for one in shown["variants"].values():
        wish: VariantWish = wanted.wish.variants[by_id[one["id"]]]
        one["price"] = wish.price
    return shown


def differences(shown: Shown, there: ProductThere) -> list[dict[str, Any]]:
    """What is shown there now and was not then: titles and descriptions by their words, prices by
    variant."""
    found: list[dict[str, Any]] = []
    for field, now in (("title", there.title), ("description", there.description)):
        if words(shown[field]) != words(now):
            found.append({"key": field, "field": field, "before": shown[field], "after": now})
    known = shown["variants"]
    for one in there.variants:
        mine = known.get(one.external_id)
        if mine is not None and mine["price"] != one.price:
            found.append(
                {
                    "key": f"price:{one.external_id}",
                    "field": "price",
                    "variant_id": mine["id"],
                    "variant": mine["title"],
                    "before": mine["price"],
                    "after": one.price,
                }
            )
    return found[:MAX_DIFFERENCES]


def unseen(
    shown: Shown, noted: Sequence[Mapping[str, Any]], there: ProductThere, wanted: Composed
) -> bool:
    """Whether something was changed there that nobody was shown yet, and that is not what is to be
    written anyhow: a try whose answer was lost may have written it."""
    prices = {
        str(variant_id): wish.price
        for variant_id, wish in zip(wanted.variants, wanted.wish.variants, strict=True)
    }
    texts = {"title": wanted.wish.title, "description": wanted.wish.description}
    for one in differences(shown, there):
        if one in noted:
            continue
        if one["field"] == "price":
            if prices.get(one["variant_id"]) != one["after"]:
                return True
        elif words(texts[one["field"]]) != words(one["after"]):
            return True
    return False


def words(text: str) -> str:
    """A text's words: shops change tags and spaces of what they are given."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", text))).strip()


async def see(session: AsyncSession, channel_id: UUID, products: Sequence[ProductThere]) -> None:
    """Products were read at the channel: note what was changed there."""
    there = {one.external_id: one for one in products}
    for row in await repository.seen(session, channel_id, list(there), clock.now()):
        if row.shown is not None and row.external_id is not None:
            found = differences(row.shown, there[row.external_id])
            if found != row.differences:
                row.differences = found
    await session.flush()


async def gone(session: AsyncSession, channel_id: UUID, external_id: str) -> None:
    """A product is no longer there. It is made anew only when somebody publishes it again."""
    for row in await repository.seen(session, channel_id, [external_id], clock.now()):
        leave(row)
    await session.flush()


def leave(row: ChannelProduct) -> None:
    """Forget what of theirs it was."""
    row.state, row.words = PublicationState.GONE.value, ""
    row.external_id = row.handle = row.pictures = row.shown = None
    row.differences = []
