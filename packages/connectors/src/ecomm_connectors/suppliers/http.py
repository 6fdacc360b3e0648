"""The guarded client as suppliers' adapters use it: its errors are the port's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import Answer
from ecomm_core.http import Failure, OutboundClient, OutboundFailed, OutboundRefused

_NOTHING_SENT: Final = frozenset({Failure.RESOLVE, Failure.CONNECT, Failure.TLS})


class GuardedHttp:
    """An `HttpClient` over the outbound client: addresses of suppliers on the Internet, and those
    that merchants type (feeds)."""

    def __init__(self, client: OutboundClient) -> None:
        self._client = client

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 64 * 1024,
    ) -> Answer:
        """Ask once, following redirects of a GET. Raises SupplierUnavailable (`untouched` when no
        connection was made) and SupplierRefused (`invalid`: an address that may not be asked)."""
        try:
            return await self._client.request(
                method,
                url,
                content=content,
                headers=headers,
                max_bytes=max_bytes,
                max_redirects=3 if method == "GET" else 0,
            )
        except OutboundRefused as error:
            raise SupplierRefused(Refusal.INVALID, str(error)[:300]) from error
        except OutboundFailed as error:
            raise SupplierUnavailable(
                str(error)[:300], untouched=error.reason in _NOTHING_SENT
            ) from error
