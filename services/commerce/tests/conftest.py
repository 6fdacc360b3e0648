"""Fixtures of commerce's tests on top of `ecomm_testing.plugin`."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, register_merchant

Join = Callable[..., Awaitable[Merchant]]


@pytest.fixture
def join(api: httpx2.AsyncClient, kernel: Kernel) -> Join:
    """`(merchant, role, store_ids=None) -> Merchant`: a new person in the merchant's business."""

    async def add(
        merchant: Merchant, role: str, store_ids: list[UUID] | None = None
    ) -> Merchant:
        person = await register_merchant(api)
        scope = Scope(tenant_id=merchant.tenant_id)
        async with kernel.database.transaction(scope) as session:
            await session.execute(
                text(
                    """insert into memberships (tenant_id, user_id, role, store_ids)
                       values (:tenant, :user, :role, cast(:stores as jsonb))"""
                ),
                {
                    "tenant": merchant.tenant_id,
                    "user": person.user_id,
                    "role": role,
                    "stores": None if store_ids is None else json.dumps([str(s) for s in store_ids]),
                },
            )
        reply = await person.post("/auth/switch", json={"tenant_id": str(merchant.tenant_id)})
        assert reply.status_code == 200, reply.text
        data = reply.json()["data"]
        return replace(
            person,
            tenant_id=merchant.tenant_id,
            access_token=data["access_token"],
            refresh_token=data["refresh_token"],
        )

    return add
