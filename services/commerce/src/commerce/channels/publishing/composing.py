"""A product of ours as a channel shall have it: its prices in the channel's currency, its pictures
where anybody finds them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.channels.models import SalesChannel
from commerce.pricing import service as pricing
from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from commerce.reads import channel_products
from commerce.stores.directory import StoreFacts
from ecomm_connectors.channels.goods import ChannelOption, ChannelPicture
from ecomm_connectors.channels.wishes import ProductWish, VariantWish
from ecomm_core import clock
from ecomm_core.kernel import Kernel

SUFFIX: Final = 8
MAX_ADDRESS: Final = 190
"""WordPress cuts what is longer than 200, and would have it under another address then."""


class CannotPublish(Exception):
    """It cannot be written there as it is; `words` say to people why, and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Composed:
    """What is to be written. variants: ours, in the order of the wish's; handles: addresses that it
    may have there; pictures: the hash of all of them."""

    wish: ProductWish
    variants: tuple[UUID, ...]
    titles: tuple[str, ...]
    version: int
    handles: tuple[str, ...]
    pictures: str

    @property
    def skus(self) -> list[str]:
        """Those it has."""
        return [one.sku for one in self.wish.variants if one.sku]


async def compose(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    channel: SalesChannel,
    product_id: UUID,
) -> Composed:
    """Raises CannotPublish."""
    now = clock.now()
    row = await channel_products.whole(session, store.id, product_id, now=now)
    if row is None or row["purged"]:
        raise CannotPublish("This product was deleted here.")
    if row["is_gift_card"]:
        raise CannotPublish("Gift cards are sold in this store alone.")
    variants = row["variants"]
    if not variants:
        raise CannotPublish("This product has nothing to sell.")
    prices = await _prices(session, store, channel, variants)
    options = tuple(
        ChannelOption(name, _values(variants, place)) for place, name in enumerate(row["options"])
    )
    pictures = tuple(
        ChannelPicture(_address(kernel, one["key"]), one["alt"] or "") for one in row["pictures"]
    )
    slug = str(row["slug"])[:MAX_ADDRESS].rstrip("-")
    wish = ProductWish(
        reference=str(row["id"]),
        external_id="",
        handle=slug,
        title=row["title"],
        description=row["description"],
        vendor=row["vendor"] or "",
        product_type=row["product_type"] or "",
        tags=tuple(row["tags"]),
        status=row["status"],
        seo_title=row["seo_title"] or "",
        seo_description=row["seo_description"] or "",
        options=options,
        pictures=pictures,
        variants=tuple(
            VariantWish(
                option_values=tuple(one["values"]) if options else (),
                price=prices[UUID(one["id"])].price,
                compare_at_price=prices[UUID(one["id"])].compare_at,
                sku=one["sku"] or "",
                barcode=one["barcode"] or "",
                grams=one["grams"],
                tracked=one["tracked"],
                stock=max(int(one["left"] or 0), 0),
                backorder=one["policy"] == "backorder",
            )
            for one in variants
        ),
    )
    told = json.dumps([(one.url, one.alt) for one in pictures])
    return Composed(
        wish,
        tuple(UUID(one["id"]) for one in variants),
        tuple(one["title"] or "" for one in variants),
        row["version"],
        (slug, f"{slug}-{product_id.hex[-SUFFIX:]}"),
        hashlib.sha256(told.encode()).hexdigest(),
    )


async def _prices(
    session: AsyncSession, store: StoreFacts, channel: SalesChannel, variants: Sequence[Any]
) -> dict[UUID, pricing.Shown]:
    """In the channel's currency, as this store itself would show them in it: a price of its own,
    else by its rate and ending. A currency that the store does not sell in is not guessed at."""
    own = {UUID(one["id"]): (one["price"], one["compare_at"]) for one in variants}
    try:
        _, shown = await pricing.presented(
            session,
            store_id=store.id,
            base=store.currency,
            currency=channel.currency,
            variants=own,
            today=clock.now().date(),
        )
    except CurrencyNotOffered as error:
        raise CannotPublish(
            f"{channel.name} sells in {channel.currency}, this store does not. Add"
            f" {channel.currency} to this store's currencies, then publish again."
        ) from error
    except ExchangeRateStale as error:
        raise CannotPublish(
            f"{channel.name} sells in {channel.currency}. {error.text}"
            " Set a rate for it, then publish again."
        ) from error
    return shown


def _values(variants: Sequence[Any], place: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one["values"][place]) for one in variants))


def _address(kernel: Kernel, key: str) -> str:
    url = storage_of(kernel).public_url(key)
    return f"{kernel.settings.api_url.rstrip('/')}{url}" if url.startswith("/") else url
