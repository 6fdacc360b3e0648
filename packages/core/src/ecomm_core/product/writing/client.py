"""`PlatformClient`: one store at a time, with the key its connection was given.

Writes carry an Idempotency-Key, which the platform's POSTs look at, and where the platform's
resource has a `version`, the one that was read: a change made meanwhile is a conflict, never
overwritten. Give no transaction to a request: read the access in one, and ask outside of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import httpx2
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.http import InternalClient, InternalFailed
from ecomm_core.http.internal import InternalResponse
from ecomm_core.kernel import Kernel
from ecomm_core.product.connections import repository
from ecomm_core.product.connections.sealing import open_key
from ecomm_core.product.shapes import ConnectionStatus, Method, StoreConnection
from ecomm_core.product.writing.errors import (
    NotConnected,
    OutcomeUnknown,
    PlatformAway,
    PlatformConflict,
    PlatformLimited,
    PlatformRefused,
)

PART: Final = "product.platform_client"
_LONGEST_WAIT: Final = 3_600.0
_NOT_YET: Final = 5.0


@dataclass(frozen=True, slots=True)
class StoreAccess:
    """A store with the key to it, opened for one piece of work."""

    connection: StoreConnection
    key: str = field(repr=False)


class PlatformClient:
    """Asks the platforms of connections. One for a process; close it at the end."""

    def __init__(self, *, name: str, total_timeout: float = 15.0) -> None:
        """name: of the product, for the platform's logs. Seconds."""
        self._name = name
        self._timeout = total_timeout
        self._clients: dict[str, InternalClient] = {}

    async def get(self, access: StoreAccess, path: str) -> Any:
        """What is at a path below `/stores/{store_id}`; None where there is nothing. Raises
        PlatformRefused, PlatformLimited, PlatformAway."""
        try:
            return await self._ask(access, "GET", path, None, {})
        except OutcomeUnknown as error:
            raise PlatformAway(str(error)) from error
        except PlatformRefused as error:
            if error.status == 404:
                return None
            raise

    async def write(
        self,
        access: StoreAccess,
        method: Method,
        path: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str,
        version: int | None = None,
    ) -> Any:
        """Change something below `/stores/{store_id}`; what it is afterwards.

        version: that of what was read; another one now is a conflict.
        Raises PlatformConflict, PlatformRefused, PlatformLimited, PlatformAway (nothing was done),
        OutcomeUnknown.
        """
        sent = dict(body) if version is None else {**body, "version": version}
        return await self._ask(access, method, path, sent, {"Idempotency-Key": idempotency_key})

    async def aclose(self) -> None:
        """Close the kept connections."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def _ask(
        self,
        access: StoreAccess,
        method: Method,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> Any:
        one = access.connection
        origin = one.platform_url
        client = self._clients.get(origin)
        if client is None:
            client = self._clients[origin] = InternalClient({origin}, total_timeout=self._timeout)
        try:
            answer = await client.request(
                method,
                f"{origin}/api/v1/stores/{one.store_id}{path}",
                content=None if body is None else json.dumps(body).encode(),
                headers={
                    "Authorization": f"Bearer {access.key}",
                    "Content-Type": "application/json",
                    "User-Agent": f"Ecomm-{self._name}/1",
                    **headers,
                },
            )
        except InternalFailed as error:
            if isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout):
                raise PlatformAway(str(error)) from error
            raise OutcomeUnknown(str(error)) from error
        return _read(answer)


async def access_of(kernel: Kernel, session: AsyncSession, connection_id: UUID) -> StoreAccess:
    """The key to a store of the business in scope. Raises NotConnected."""
    found = await repository.get(session, connection_id)
    if found is None or found.connection.status is not ConnectionStatus.CONNECTED:
        raise NotConnected("the store is not connected")
    return StoreAccess(found.connection, open_key(kernel.sealer, connection_id, found.platform_key))


def client_of(kernel: Kernel) -> PlatformClient:
    """The process's client."""
    client: PlatformClient = kernel.parts[PART]
    return client


def _read(answer: InternalResponse) -> Any:
    try:
        said = json.loads(answer.body) if answer.body else {}
    except ValueError:
        said = None
    if 200 <= answer.status < 300:
        if not isinstance(said, dict) or said.get("error") is not None or "data" not in said:
            # A success that is none of the platform's: a page of somebody in between.
            raise OutcomeUnknown(f"{answer.status} with a body that is not the platform's")
        return said["data"]
    error = (said.get("error") if isinstance(said, dict) else None) or {}
    code, message = str(error.get("code", "")), str(error.get("message", ""))[:500]
    if answer.status == 429:
        raise PlatformLimited(_seconds(answer.headers.get("retry-after", "")))
    if answer.status == 409 and code == "in_progress":
        raise OutcomeUnknown("the first request with this key is still being handled")
    if answer.status == 409:
        raise PlatformConflict(answer.status, code, message, error.get("details"))
    if answer.status == 503 and code:
        # The platform's own word that it did not begin.
        raise PlatformAway(f"503 {code}")
    if answer.status >= 500:
        raise OutcomeUnknown(f"{answer.status} {code}".strip())
    raise PlatformRefused(answer.status, code or "unknown", message, error.get("details"))


def _seconds(said: str) -> float:
    return min(float(said), _LONGEST_WAIT) if said.isascii() and said.isdigit() else _NOT_YET
