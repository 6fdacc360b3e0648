"""A transaction that is turned to another business sees that one's rows, and its own again."""

from uuid import UUID

import pytest
from sqlalchemy import text

from ecomm_core.db.crossing import as_user, in_tenant
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

_SEES = text(
    """select nullif(current_setting('app.tenant_id', true), '') as tenant,
              nullif(current_setting('app.user_id', true), '') as person"""
)


async def test_it_is_turned_back_and_over_with_the_transaction(kernel: Kernel) -> None:
    """Planted: not turned back (`back_to` left out of it), seen failing."""
    ours, theirs, person = new_id(), new_id(), new_id()
    seen: list[tuple[UUID | None, UUID | None]] = []
    async with kernel.database.transaction(Scope(tenant_id=ours)) as session:

        async def look() -> None:
            row = (await session.execute(_SEES)).one()
            seen.append((row.tenant and UUID(row.tenant), row.person and UUID(row.person)))

        async with in_tenant(session, theirs, back_to=ours):
            await look()
        await look()
        await as_user(session, person)
        await look()
    assert seen == [(theirs, None), (ours, None), (ours, person)]
    async with kernel.database.transaction(Scope(tenant_id=ours)) as session:
        row = (await session.execute(_SEES)).one()
    assert (row.tenant, row.person) == (str(ours), None)


async def test_a_fault_inside_ends_the_transaction(kernel: Kernel) -> None:
    ours, theirs = new_id(), new_id()
    with pytest.raises(LookupError):
        async with (
            kernel.database.transaction(Scope(tenant_id=ours)) as session,
            in_tenant(session, theirs, back_to=ours),
        ):
            raise LookupError("gone")
