"""The kind of supplier `aliexpress`: how it is connected, and how its tokens are renewed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ecomm_connectors.suppliers.aliexpress.account import AliExpressAccount
from ecomm_connectors.suppliers.aliexpress.gateway import Gateway, NoSuchPath
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import Capability, CredentialField, Credentials, HttpClient
from ecomm_connectors.suppliers.wire import clean, instant, integer

NAME: Final = "aliexpress"
BASE_URL: Final = "https://api-sg.aliexpress.com"
_PRODUCT: Final = re.compile(
    r"https?://(?:[a-z0-9-]+\.)?aliexpress\.(?:com|us|ru)/(?:item|i)/(?:[^/?#]*/)?([0-9]{6,20})\.html"
)
_REFRESH_PATHS: Final = ("/auth/token/refresh", "/auth/token/security/refresh")
_CREATE_PATHS: Final = ("/auth/token/create", "/auth/token/security/create")


class AliExpressAdapter:
    """See the port. No cancelling, paying or disputing by programs: the platform has no such calls;
    payment happens while ordering, for apps that were allowed to (auto-pay, in USD)."""

    name = NAME
    title = "AliExpress"
    simulated = False
    capabilities = frozenset(
        {
            Capability.SEARCH,
            Capability.IMAGE_SEARCH,
            Capability.ORDER,
            Capability.TRACK,
            Capability.LANES,
        }
    )
    fields = (
        CredentialField("app_key", "App Key", secret=False, help="Of your Drop Shipping app."),
        CredentialField("app_secret", "App Secret", secret=True),
        CredentialField(
            "code",
            "Authorization code",
            secret=True,
            help="From the address you are sent to after allowing your app; good once, "
            "for half an hour.",
        ),
    )

    def __init__(
        self,
        http: HttpClient,
        *,
        base_url: str = BASE_URL,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._clock = clock

    def product_of(self, url: str) -> str | None:
        """The number in `https://www.aliexpress.com/item/1005006….html`."""
        found = _PRODUCT.match(url)
        return found[1] if found else None

    async def open(self, values: Mapping[str, str]) -> Credentials:
        """Exchange the authorization code for tokens."""
        for field in self.fields:
            if not values.get(field.name, "").strip():
                raise SupplierRefused(Refusal.CREDENTIALS, f"{field.label} is missing")
        kept = {name: values[name].strip() for name in ("app_key", "app_secret")}
        told = await self._first(kept, _CREATE_PATHS, code=values["code"].strip())
        return self._credentials(kept, told)

    async def renew(self, credentials: Credentials) -> Credentials:
        """New tokens for the refresh token. Refused (`credentials`) once that has ended too: then
        somebody must allow the app again."""
        values = credentials.values
        kept = {name: values.get(name, "") for name in ("app_key", "app_secret")}
        token = values.get("refresh_token", "")
        if not token:
            raise SupplierRefused(Refusal.CREDENTIALS, "connect AliExpress again")
        told = await self._first(kept, _REFRESH_PATHS, refresh_token=token)
        return self._credentials(kept, told)

    def connect(self, credentials: Credentials) -> AliExpressAccount:
        """The account's supplier."""
        values = credentials.values
        gateway = Gateway(
            self._http,
            self._base_url,
            values.get("app_key", ""),
            values.get("app_secret", ""),
            self._clock,
            values.get("access_token", ""),
        )
        return AliExpressAccount(gateway, dict(values))

    async def _first(
        self, kept: Mapping[str, str], paths: tuple[str, ...], **params: str
    ) -> Mapping[str, Any]:
        """The answer under the first path that the gateway knows."""
        app = Gateway(self._http, self._base_url, kept["app_key"], kept["app_secret"], self._clock)
        for path in paths:
            try:
                return await app.system(path, **params)
            except NoSuchPath:
                continue
            except SupplierRefused as refused:
                # Whatever is wrong with a token's exchange, the merchant connects again.
                raise SupplierRefused(
                    Refusal.CREDENTIALS, refused.message, vendor_code=refused.vendor_code
                ) from refused
        raise SupplierUnavailable(
            "AliExpress does not know its own token interface", untouched=True
        )

    def _credentials(self, kept: Mapping[str, str], told: Mapping[str, Any]) -> Credentials:
        access, refresh = (
            clean(told.get("access_token"), 500),
            clean(told.get("refresh_token"), 500),
        )
        if not access:
            raise SupplierRefused(Refusal.CREDENTIALS, "AliExpress gave no token for this code")
        ends = instant(told.get("expire_time"))
        lasts = integer(told.get("expires_in"))
        if ends is None and lasts is not None:
            ends = datetime.fromtimestamp(self._clock(), UTC) + timedelta(seconds=lasts)
        name = clean(told.get("user_nick"), 80) or clean(told.get("account"), 80)
        who = clean(told.get("user_id"), 80) or clean(told.get("seller_id"), 80) or name
        values = {**kept, "access_token": access, "refresh_token": refresh}
        return Credentials({**values, "user": who, "nick": name}, ends)
