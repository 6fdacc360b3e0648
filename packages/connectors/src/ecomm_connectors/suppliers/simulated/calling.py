"""One call to the simulated supplier, its errors as the port's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import HttpClient
from ecomm_connectors.suppliers.wire import ask, clean, mapping

_REASONS: Final = {
    "bad_key": Refusal.CREDENTIALS,
    "token_expired": Refusal.CREDENTIALS,
    "product_gone": Refusal.NOT_FOUND,
    "no_order": Refusal.NOT_FOUND,
    "no_dispute": Refusal.NOT_FOUND,
    "option_gone": Refusal.OPTION_GONE,
    "out_of_stock": Refusal.OUT_OF_STOCK,
    "price_changed": Refusal.PRICE_CHANGED,
    "bad_address": Refusal.ADDRESS,
    "no_lane": Refusal.NO_LANE,
    "funds": Refusal.FUNDS,
    "too_late": Refusal.NOT_CANCELLABLE,
    "order_closed": Refusal.NOT_CANCELLABLE,
}


class Caller:
    """Calls bearing one key."""

    def __init__(self, http: HttpClient, base_url: str, key: str) -> None:
        self._http = http
        self._base_url = base_url
        self._key = key

    async def call(
        self,
        method: str,
        path: str,
        payload: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Mapping[str, Any]:
        """The answer's data. Raises SupplierUnavailable, SupplierRefused."""
        url = f"{self._base_url}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        reply = await ask(
            self._http, method, url, payload=payload, content=content, headers=headers
        )
        body = mapping(reply.data)
        if body.get("ok") is True and reply.status < 400:
            return mapping(body.get("data"))
        error = mapping(body.get("error"))
        code = clean(error.get("code"), 60)
        if not code:
            raise SupplierUnavailable(f"an answer ({reply.status}) that says nothing")
        raise SupplierRefused(
            _REASONS.get(code, Refusal.INVALID),
            clean(error.get("message")),
            vendor_code=code,
            external_sku=clean(error.get("sku"), 80) or None,
        )
