"""Colleagues: people who join a merchant's business with a role."""

import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, register_merchant


async def join(
    kernel: Kernel,
    merchant: Merchant,
    role: str,
    store_ids: Sequence[UUID] | None = None,
    *,
    role_id: UUID | None = None,
) -> Merchant:
    """A new person with `role` in the merchant's business, signed in to it. `role_id` goes with
    `custom`.

    `store_ids` None is all stores; the person also owns a business of their own.
    """
    person = await register_merchant(merchant.api)
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        await session.execute(
            text(
                """insert into memberships (tenant_id, user_id, role, role_id, store_ids)
                   values (:tenant, :user, :role, :role_id, cast(:stores as jsonb))"""
            ),
            {
                "tenant": merchant.tenant_id,
                "user": person.user_id,
                "role": role,
                "role_id": role_id,
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
