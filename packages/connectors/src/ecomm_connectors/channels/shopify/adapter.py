"""The kind of channel `shopify`: how it is connected."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Final

from ecomm_connectors.channels.errors import ChannelRefused, Refusal
from ecomm_connectors.channels.http import ChannelHttp
from ecomm_connectors.channels.port import Capability, ChannelCredentials, CredentialField
from ecomm_connectors.channels.shopify.calling import Bucket, ShopifyCaller
from ecomm_connectors.channels.shopify.queries import SHOP
from ecomm_connectors.channels.shopify.shop import ShopifyShop
from ecomm_connectors.suppliers.wire import clean, mapping

NAME: Final = "shopify"
_SHOP: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com", re.ASCII)
_KEPT_BUCKETS: Final = 10_000


class ShopifyAdapter:
    """See the port. origin: where a shop is asked; `{shop}` is its name."""

    name = NAME
    title = "Shopify"
    capabilities = frozenset({Capability.REDIRECTS, Capability.WEBHOOKS, Capability.GUARDED_STOCK})
    fields = (
        CredentialField("shop", "Shop name", secret=False, help="Such as my-shop.myshopify.com."),
        CredentialField(
            "access_token",
            "Admin API access token",
            secret=True,
            help="From Shopify: Settings, Apps, Develop apps. It begins with shpat_.",
        ),
        CredentialField(
            "api_secret",
            "API secret key",
            secret=True,
            required=False,
            help="Of the same app: proves that a message about an order comes from Shopify.",
        ),
    )

    def __init__(
        self,
        http: ChannelHttp,
        *,
        origin: str = "https://{shop}",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._origin = origin
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    async def open(self, values: Mapping[str, str]) -> ChannelCredentials:
        """Try the token, and learn the shop's currency and location."""
        shop = values.get("shop", "").strip().lower()
        shop = shop.removeprefix("https://").rstrip("/")
        shop = shop if "." in shop else f"{shop}.myshopify.com"
        if not _SHOP.fullmatch(shop):
            raise ChannelRefused(
                Refusal.CREDENTIALS, "A shop's name looks like my-shop.myshopify.com."
            )
        token = values.get("access_token", "").strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ChannelRefused(Refusal.CREDENTIALS, "This is no access token.")
        data = await self._caller(shop, token).ask(SHOP)
        currency = clean(mapping(data.get("shop")).get("currencyCode"), 3)
        return ChannelCredentials(
            {
                "shop": shop,
                "access_token": token,
                "api_secret": values.get("api_secret", "").strip(),
                "currency": currency,
                "location": clean(mapping(data.get("location")).get("id"), 100),
            }
        )

    def connect(self, credentials: ChannelCredentials) -> ShopifyShop:
        """The shop; all callers of one shop share what is known of its bucket."""
        values = credentials.values
        return ShopifyShop(
            self._caller(values.get("shop", ""), values.get("access_token", "")),
            values.get("currency", ""),
            values.get("location", ""),
            values.get("api_secret", ""),
        )

    def _caller(self, shop: str, token: str) -> ShopifyCaller:
        if shop not in self._buckets:
            if len(self._buckets) >= _KEPT_BUCKETS:
                self._buckets.clear()
            self._buckets[shop] = Bucket(self._clock)
        bucket = self._buckets[shop]
        return ShopifyCaller(self._http, self._origin.format(shop=shop), token, bucket)
