"""The kind of supplier `simulated`: how it is connected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ecomm_connectors.suppliers.port import Capability, CredentialField, Credentials, HttpClient
from ecomm_connectors.suppliers.simulated.calling import Caller
from ecomm_connectors.suppliers.simulated.supplier import SimulatedAccount
from ecomm_connectors.suppliers.wire import clean

NAME: Final = "simulated"
_PRODUCT: Final = re.compile(r".*/products/(SIM[0-9]{4})/?(?:[?#].*)?")


class SimulatedAdapter:
    """See the port. base_url: the server's, with its path, such as
    `http://127.0.0.1:8000/simulated-supplier`."""

    name = NAME
    title = "Simulated supplier"
    simulated = True
    capabilities = frozenset(Capability)
    fields = (
        CredentialField(
            name="api_key",
            label="Key",
            secret=True,
            required=False,
            help="Leave it empty for a new account with a balance to spend.",
        ),
        CredentialField(
            name="name",
            label="Account name",
            secret=False,
            required=False,
        ),
    )

    def __init__(self, base_url: str, http: HttpClient) -> None:
        self._base_url = base_url.rstrip("/")
        self._http = http

    def product_of(self, url: str) -> str | None:
        """The id in `…/products/SIM1001`, at this server's address alone."""
        if not url.startswith(f"{self._base_url}/"):
            return None
        found = _PRODUCT.fullmatch(url)
        return found[1] if found else None

    async def open(self, values: Mapping[str, str]) -> Credentials:
        """Check the key, or open a new account where none is given."""
        key = values.get("api_key", "").strip()
        if not key:
            name = clean(values.get("name", ""), 80)
            opened = await self._caller("").call("POST", "/v1/accounts", {"name": name})
            key, secret = clean(opened.get("api_key")), clean(opened.get("webhook_secret"))
        else:
            told = await self._caller(key).call("GET", "/v1/account")
            secret = clean(told.get("webhook_secret"))
        return Credentials({"api_key": key, "webhook_secret": secret})

    async def renew(self, credentials: Credentials) -> Credentials:
        """Its keys never end."""
        return credentials

    def connect(self, credentials: Credentials) -> SimulatedAccount:
        """The account's supplier."""
        key = credentials.values.get("api_key", "")
        secret = credentials.values.get("webhook_secret", "")
        return SimulatedAccount(self._caller(key), self._base_url, secret)

    def _caller(self, key: str) -> Caller:
        return Caller(self._http, self._base_url, key)
