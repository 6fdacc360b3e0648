"""The kind of channel `woocommerce`: how it is connected."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from ecomm_connectors.channels.errors import ChannelRefused, Refusal
from ecomm_connectors.channels.http import ChannelHttp
from ecomm_connectors.channels.port import Capability, ChannelCredentials, CredentialField
from ecomm_connectors.channels.woocommerce.calling import WooCaller
from ecomm_connectors.channels.woocommerce.shop import WooShop
from ecomm_connectors.suppliers.wire import clean, mapping

NAME: Final = "woocommerce"


class WooCommerceAdapter:
    """See the port. It has no call for redirects: its old paths are its permalinks."""

    name = NAME
    title = "WooCommerce"
    capabilities = frozenset({Capability.WEBHOOKS})
    fields = (
        CredentialField("url", "Shop address", secret=False, help="Such as https://shop.example."),
        CredentialField(
            "consumer_key",
            "Consumer key",
            secret=True,
            help="From WooCommerce: Settings, Advanced, REST API; with read and write access.",
        ),
        CredentialField("consumer_secret", "Consumer secret", secret=True),
        CredentialField(
            "webhook_secret",
            "Secret for messages",
            secret=True,
            required=False,
            help="Any long text: the shop then signs what it tells us with it.",
        ),
    )

    def __init__(self, http: ChannelHttp) -> None:
        self._http = http

    async def open(self, values: Mapping[str, str]) -> ChannelCredentials:
        """Try the key, and learn the shop's currency and unit of weight."""
        url = _address(values.get("url", ""))
        key, secret = (values.get(n, "").strip() for n in ("consumer_key", "consumer_secret"))
        if not all(one and one.isascii() and one.isprintable() for one in (key, secret)):
            raise ChannelRefused(Refusal.CREDENTIALS, "Key and secret are needed.")
        caller = WooCaller(self._http, url, key, secret)
        currency = await caller.ask("settings/general/woocommerce_currency")
        weight = await caller.ask("settings/products/woocommerce_weight_unit")
        return ChannelCredentials(
            {
                "url": url,
                "consumer_key": key,
                "consumer_secret": secret,
                "webhook_secret": values.get("webhook_secret", "").strip(),
                "currency": clean(mapping(currency.data).get("value"), 3),
                "weight_unit": clean(mapping(weight.data).get("value"), 5),
            }
        )

    def connect(self, credentials: ChannelCredentials) -> WooShop:
        """The shop."""
        values = credentials.values
        caller = WooCaller(
            self._http,
            values.get("url", ""),
            values.get("consumer_key", ""),
            values.get("consumer_secret", ""),
        )
        return WooShop(
            caller,
            values.get("currency", ""),
            values.get("weight_unit", "kg"),
            values.get("webhook_secret", ""),
        )


def _address(given: str) -> str:
    """The shop's address without a last slash. Keys travel in the open over http: that is refused
    but for this machine, which the guarded client reaches in local mode alone."""
    url = given.strip().rstrip("/")
    url = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.query or parts.fragment or parts.username is not None:
        raise ChannelRefused(Refusal.INVALID, "This is not the address of a shop.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(host)):
        raise ChannelRefused(
            Refusal.INVALID, "The shop must be reached over https, for keys are sent to it."
        )
    return url


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
