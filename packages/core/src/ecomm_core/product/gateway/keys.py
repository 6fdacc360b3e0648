"""The virtual key of a business at the gateway: asked for once, kept sealed.

The gateway's operator API is signed with the internal key. The business is known there by the
product's name and its own id, so that asking twice finds the same; two that ask at once leave one
key that nobody uses, which opens nothing more than the other.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.api.signed_calls import signed_headers
from ecomm_core.db.scope import Scope
from ecomm_core.http import InternalClient, InternalFailed
from ecomm_core.http.internal import InternalResponse
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.product.gateway.errors import GatewayAway, GatewayMissing, GatewayRefused
from ecomm_core.product.settings import ProductSettings
from ecomm_core.product.spec import spec_of
from ecomm_core.product.tables import gateway_keys as table

END_TASK: Final = "gateway.end_key"
HTTP_PART: Final = "product.gateway_http"
_OPERATOR: Final = "/api/v1/operator/tenants"


async def key_of(kernel: Kernel, tenant_id: UUID) -> str:
    """The business's key, made where there is none. Opens its own transactions: call it with none
    open.

    Raises GatewayMissing, GatewayAway, GatewayRefused.
    """
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        kept = await session.scalar(text("select key from gateway_keys"))
        business = (
            await session.execute(
                text("select name, plan from tenants where id = :id"), {"id": tenant_id}
            )
        ).one()
    if kept is not None:
        return kernel.sealer.open(kept, _context(tenant_id)).decode()
    name = spec_of(kernel).name
    known = await _operate(
        kernel,
        "PUT",
        _OPERATOR,
        {
            "service": name,
            "external_id": str(tenant_id),
            "name": business.name[:200],
            "plan": business.plan,
        },
    )
    gateway_tenant = UUID(known["tenant_id"])
    made = await _operate(kernel, "POST", f"{_OPERATOR}/{gateway_tenant}/keys", {"name": name})
    key = str(made["key"])
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        values = {
            "gateway_tenant_id": gateway_tenant,
            "key_id": UUID(made["id"]),
            "key": kernel.sealer.seal(key.encode(), _context(tenant_id)),
            "created_at": clock.now(),
        }
        await session.execute(
            insert(table)
            .values(tenant_id=tenant_id, **values)
            .on_conflict_do_update(index_elements=["tenant_id"], set_=values)
        )
    return key


async def drop_key(kernel: Kernel, tenant_id: UUID) -> None:
    """Forget a key that the gateway refuses; the next call asks for another."""
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await session.execute(text("delete from gateway_keys"))


async def end_key(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID
) -> Callable[[], Awaitable[None]]:
    """What asks for the end of a business's key, once all else of the business is deleted."""
    row = (
        await session.execute(text("select gateway_tenant_id, key_id from gateway_keys"))
    ).first()

    async def end() -> None:
        if row is not None:
            await kernel.outbox.enqueue(
                session,
                spec_of(kernel).task_name(END_TASK),
                {"gateway_tenant_id": str(row.gateway_tenant_id), "key_id": str(row.key_id)},
                tenant_id=tenant_id,
                queue="bulk",
            )

    return end


async def prepare_end(_kernel: Kernel, _session: AsyncSession, delivery: Delivery) -> Any:
    """The ids of the key to end."""
    return dict(delivery.args)


async def call_end(kernel: Kernel, ids: Any) -> bool:
    """End it; one that is unknown has ended."""
    path = f"{_OPERATOR}/{UUID(ids['gateway_tenant_id'])}/keys/{UUID(ids['key_id'])}"
    try:
        await _operate(kernel, "DELETE", path, None)
    except GatewayRefused as error:
        if error.status != 404:
            raise
    except GatewayMissing:
        return False
    return True


async def settle_end(
    _kernel: Kernel, _session: AsyncSession, _delivery: Delivery, _ids: Any, _ended: Any
) -> None:
    """Nothing is left to note."""


async def send(
    kernel: Kernel,
    method: str,
    path: str,
    body: object,
    headers: dict[str, str],
    *,
    seconds: float | None = None,
) -> InternalResponse:
    """One request to the gateway. Raises GatewayMissing, GatewayAway."""
    client = kernel.parts.get(HTTP_PART)
    if not isinstance(client, InternalClient):
        raise GatewayMissing("ECOMM_LLM_GATEWAY_URL is not set")
    content = b"" if body is None else json.dumps(body).encode()
    try:
        return await client.request(
            method,
            f"{_settings(kernel).gateway_url}{path}",
            content=content,
            headers={"Content-Type": "application/json", **headers},
            max_bytes=8 * 1024 * 1024,
            total_timeout=seconds,
        )
    except InternalFailed as error:
        raise GatewayAway(str(error)) from error


def install(kernel: Kernel) -> None:
    """Open the way to the gateway, where one is configured."""
    url = _settings(kernel).gateway_url
    if url is None:
        return
    client = InternalClient({url})
    kernel.parts[HTTP_PART] = client
    kernel.closers.append(client.aclose)


async def _operate(kernel: Kernel, method: str, path: str, body: object) -> dict[str, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    signed = signed_headers(
        _settings(kernel).internal_key.get_secret_value(), method, path, content
    )
    answer = await send(kernel, method, path, body, signed)
    try:
        said = json.loads(answer.body)
    except ValueError as error:
        raise GatewayAway(f"the gateway answered {answer.status} and no JSON") from error
    if 200 <= answer.status < 300:
        found: dict[str, Any] = said["data"]
        return found
    error_said = said.get("error") or {}
    if answer.status in {429, 503} or answer.status >= 500:
        raise GatewayAway(f"the gateway answered {answer.status}")
    raise GatewayRefused(
        answer.status, str(error_said.get("code", "")), str(error_said.get("message", ""))[:300]
    )


def _settings(kernel: Kernel) -> ProductSettings:
    settings = kernel.settings
    if not isinstance(settings, ProductSettings):
        raise TypeError("a product runs on its own settings")
    return settings


def _context(tenant_id: UUID) -> bytes:
    return b"gateway-key:" + tenant_id.bytes
