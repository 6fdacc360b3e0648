"""The kind of supplier `cj`: how it is connected, and how its tokens are renewed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from ecomm_connectors.suppliers.cj.account import CjAccount
from ecomm_connectors.suppliers.cj.budget import Budget
from ecomm_connectors.suppliers.cj.calling import CjCaller
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused
from ecomm_connectors.suppliers.port import Capability, CredentialField, Credentials, HttpClient
from ecomm_connectors.suppliers.wire import clean, instant, mapping

NAME: Final = "cj"
BASE_URL: Final = "https://developers.cjdropshipping.com/api2.0/v1"
_PRODUCT: Final = re.compile(
    r"https?://(?:[a-z0-9-]+\.)?cjdropshipping\.com/product/[^?#]*?-p-([A-Za-z0-9-]{6,60})\.html"
)
_KEPT_BUDGETS: Final = 10_000


class CjAdapter:
    """See the port. per_second: requests a second of the merchant's tier at CJ."""

    name = NAME
    title = "CJ Dropshipping"
    simulated = False
    capabilities = frozenset(
        {
            Capability.SEARCH,
            Capability.BEST_SELLERS,
            Capability.ORDER,
            Capability.PAY,
            Capability.CANCEL,
            Capability.TRACK,
            Capability.DISPUTE,
            Capability.WEBHOOKS,
            Capability.LANES,
        }
    )
    fields = (
        CredentialField(
            "api_key", "API key", secret=True, help="From CJ: My CJ, Authorization, API."
        ),
    )

    def __init__(
        self,
        http: HttpClient,
        *,
        base_url: str = BASE_URL,
        clock: Callable[[], float] = time.time,
        per_second: float = 1.0,
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._per_second = per_second
        self._budgets: dict[str, Budget] = {}

    def product_of(self, url: str) -> str | None:
        """The id in `https://cjdropshipping.com/product/name-p-<id>.html`."""
        found = _PRODUCT.match(url)
        return found[1] if found else None

    async def open(self, values: Mapping[str, str]) -> Credentials:
        """Exchange the API key for tokens: 15 days, renewable for 180. CJ gives them once in five
        minutes."""
        key = values.get("api_key", "").strip()
        if not key:
            raise SupplierRefused(Refusal.CREDENTIALS, "API key is missing")
        asked = {"apiKey": key}
        return self._credentials(await self._token("authentication/getAccessToken", asked))

    async def renew(self, credentials: Credentials) -> Credentials:
        """New tokens for the refresh token."""
        asked = {"refreshToken": credentials.values.get("refresh_token", "")}
        fresh = self._credentials(await self._token("authentication/refreshAccessToken", asked))
        kept = {name: value for name, value in fresh.values.items() if value}
        return Credentials({**credentials.values, **kept}, fresh.expires_at)

    def connect(self, credentials: Credentials) -> CjAccount:
        """The account's supplier; all of one account share its budget."""
        values = credentials.values
        who = values.get("open_id") or values.get("access_token", "")
        caller = CjCaller(
            self._http, self._base_url, values.get("access_token", ""), self._budget(who)
        )
        return CjAccount(caller, values.get("open_id", ""))

    async def _token(self, path: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
        caller = CjCaller(self._http, self._base_url, "", self._budget(""))
        try:
            return mapping(await caller.call("POST", path, asked))
        except SupplierRefused as refused:
            raise SupplierRefused(
                Refusal.CREDENTIALS, refused.message, vendor_code=refused.vendor_code
            ) from refused

    def _credentials(self, told: Mapping[str, Any]) -> Credentials:
        access = clean(told.get("accessToken"), 2000)
        if not access:
            raise SupplierRefused(Refusal.CREDENTIALS, "CJ gave no token for this key")
        values = {
            "access_token": access,
            "refresh_token": clean(told.get("refreshToken"), 2000),
            "open_id": clean(told.get("openId"), 60),
        }
        return Credentials(values, instant(told.get("accessTokenExpiryDate")))

    def _budget(self, who: str) -> Budget:
        if who not in self._budgets:
            if len(self._budgets) >= _KEPT_BUDGETS:
                self._budgets.clear()
            self._budgets[who] = Budget(per_second=self._per_second, clock=self._clock)
        return self._budgets[who]
