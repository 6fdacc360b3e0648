"""The kind of supplier `feed`: a catalogue at an address, read again each time it is asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from ecomm_connectors.suppliers.errors import (
    InvalidSignature,
    Refusal,
    SupplierRefused,
    SupplierUnavailable,
)
from ecomm_connectors.suppliers.feed.offers import Columns, offers
from ecomm_connectors.suppliers.feed.reading import MAX_BYTES, FeedUnreadable, read_rows
from ecomm_connectors.suppliers.goods import (
    Availability,
    ProductOffer,
    ProductPage,
    ProductSummary,
    StockReading,
)
from ecomm_connectors.suppliers.port import (
    AccountInfo,
    Capability,
    CredentialField,
    Credentials,
    HttpClient,
    SupplierHint,
)
from ecomm_connectors.suppliers.refusing import Refusing
from ecomm_connectors.suppliers.wire import clean, integer, send, web_address

NAME: Final = "feed"
PAGE: Final = 50


class FeedAdapter:
    """See the port. Orders, payment and tracking are made by hand: `unsupported`."""

    name = NAME
    title = "Product feed"
    simulated = False
    capabilities = frozenset({Capability.SEARCH})
    fields = (
        CredentialField(
            "url",
            "Address",
            secret=True,
            help="Of a CSV, XML (Google) or JSON file.",
        ),
        CredentialField("name", "Name", secret=False, required=False),
        CredentialField(
            "currency",
            "Currency",
            secret=False,
            required=False,
            help="Of prices that do not say theirs, such as EUR.",
        ),
        CredentialField(
            "columns",
            "Columns",
            secret=False,
            required=False,
            help="Where its names are unusual: cost=EK Preis, stock=Lager",
        ),
    )

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def product_of(self, url: str) -> str | None:
        """A feed's goods have no address of their own here."""
        del url
        return None

    async def open(self, values: Mapping[str, str]) -> Credentials:
        """Read it once: what cannot be read is said now."""
        kept = {field.name: values.get(field.name, "").strip() for field in self.fields}
        kept["currency"] = kept["currency"].upper() or "USD"
        if not web_address(kept["url"]):
            raise SupplierRefused(Refusal.CREDENTIALS, "Address: give one beginning with https://")
        if not re.fullmatch(r"[A-Z]{3}", kept["currency"]):
            raise SupplierRefused(Refusal.CREDENTIALS, "Currency: three letters, such as EUR")
        credentials = Credentials(kept)
        try:
            Columns.parse(kept["currency"], kept["columns"])
            await self.connect(credentials).account()
        except SupplierUnavailable as error:
            if isinstance(error.__cause__, FeedUnreadable):
                raise SupplierRefused(Refusal.CREDENTIALS, f"Address: {error}") from error
            raise
        except ValueError as error:
            raise SupplierRefused(Refusal.CREDENTIALS, f"Columns: {error}") from error
        except SupplierRefused as refused:
            raise SupplierRefused(Refusal.CREDENTIALS, f"Address: {refused.message}") from refused
        return credentials

    async def renew(self, credentials: Credentials) -> Credentials:
        """Addresses do not end."""
        return credentials

    def connect(self, credentials: Credentials) -> FeedAccount:
        """The feed's supplier."""
        return FeedAccount(self._http, credentials.values)


class FeedAccount(Refusing):
    """One feed."""

    title = "A product feed"

    def __init__(self, http: HttpClient, values: Mapping[str, str]) -> None:
        self._http = http
        self._url = values.get("url", "")
        self._name = values.get("name", "")
        self._currency = values.get("currency", "") or "USD"
        self._columns = values.get("columns", "")

    async def account(self) -> AccountInfo:
        """That it can be read."""
        found = await self._read()
        currency = next(
            (variant.currency for offer in found.values() for variant in offer.variants),
            self._currency,
        )
        name = self._name or urlsplit(self._url).hostname or "Product feed"
        return AccountInfo(account_ref=self._url[:200], name=name, currency=currency)

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """Goods whose title, brand, category or sku hold every word, in the feed's order."""
        del destination
        if image is not None:
            raise self._cannot("search by picture")
        words = query.casefold().split()[:12]
        found = [one for one in (await self._read()).values() if _holds(one, words)]
        start = integer(cursor, most=100_000) or 0
        more = start + PAGE < len(found)
        return ProductPage(
            tuple(_summary(one) for one in found[start : start + PAGE]),
            str(start + PAGE) if more else None,
            len(found),
        )

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        """One product of it."""
        del destination
        found = (await self._read()).get(external_id)
        if found is None:
            raise SupplierRefused(Refusal.NOT_FOUND, "the feed does not hold it any more")
        return found

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        """The feed is read once for all; what it does not hold any more is gone."""
        del destination
        found = await self._read()
        at = datetime.now(UTC)
        readings: list[StockReading] = []
        for external_id in external_ids:
            offer = found.get(external_id)
            if offer is None:
                gone = Availability.GONE
                readings.append(
                    StockReading(external_id, "", "", gone, None, None, self._currency, at)
                )
                continue
            readings += [
                StockReading(
                    external_id=external_id,
                    external_sku=one.external_sku,
                    warehouse=one.warehouse,
                    availability=one.availability,
                    stock=one.stock,
                    cost=one.cost,
                    currency=one.currency,
                    read_at=at,
                )
                for one in offer.variants
            ]
        return tuple(readings)

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        """A feed sends none."""
        del raw_body, headers, now
        raise InvalidSignature("a product feed sends no webhooks")

    async def _read(self) -> dict[str, ProductOffer]:
        """Raises SupplierRefused (`not_found`, `credentials`), SupplierUnavailable."""
        answer = await send(self._http, "GET", self._url, max_bytes=MAX_BYTES)
        if answer.status in {401, 403}:
            raise SupplierRefused(Refusal.CREDENTIALS, "the feed's address refuses us")
        if answer.status in {404, 410}:
            raise SupplierRefused(Refusal.NOT_FOUND, "there is nothing at the feed's address")
        if answer.status != 200:
            raise SupplierUnavailable(f"the feed's address answered {answer.status}")
        try:
            # Megabytes of text are read beside the loop, not in it.
            return await asyncio.to_thread(self._offers, answer.body)
        except FeedUnreadable as error:
            # Cut short on its way, a maintenance page, or an empty file for a moment: nothing that
            # it does not hold now may be taken for gone.
            raise SupplierUnavailable(clean(str(error))) from error

    def _offers(self, body: bytes) -> dict[str, ProductOffer]:
        return offers(read_rows(body), Columns.parse(self._currency, self._columns), self._url)


def _holds(offer: ProductOffer, words: Sequence[str]) -> bool:
    skus = " ".join(one.external_sku for one in offer.variants[:50])
    text = f"{offer.title} {offer.vendor} {offer.category} {offer.external_id} {skus}".casefold()
    return all(word in text for word in words)


def _summary(offer: ProductOffer) -> ProductSummary:
    costs = [one for one in offer.variants if one.cost is not None]
    cheapest = min(costs, key=lambda one: one.cost or 0, default=None)
    return ProductSummary(
        external_id=offer.external_id,
        title=offer.title,
        url=offer.url,
        image_url=offer.images[0] if offer.images else None,
        cost=cheapest.cost if cheapest else None,
        currency=cheapest.currency if cheapest else "USD",
        list_price=cheapest.list_price if cheapest else None,
        category=offer.category,
    )
