"""What the catalogue's tests look at besides replies: statements, events, the audit log, roles."""

import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image
from sqlalchemy import event, text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore


@pytest.fixture
def statements(kernel: Kernel) -> Iterator[list[str]]:
    """Every statement the process executes from now on, BEGIN and COMMIT aside."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = kernel.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@dataclass(slots=True)
class Recorded:
    """Events and audit entries of the store's tenant."""

    kernel: Kernel
    store: ShopStore

    async def _rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        scope = Scope(tenant_id=self.store.merchant.tenant_id)
        async with self.kernel.database.transaction(scope) as session:
            rows = await session.execute(text(sql), values)
            return [dict(row) for row in rows.mappings()]

    async def events(self, kind: str) -> list[dict[str, Any]]:
        """Data of the events of a type, oldest first."""
        rows = await self._rows("select data from events where type = :kind order by id", kind=kind)
        return [row["data"] for row in rows]

    async def audit(self, action: str) -> list[dict[str, Any]]:
        """Audit entries of an action, oldest first."""
        rows = await self._rows(
            "select resource_id, actor, before, after from audit_log where action = :action "
            "order by id",
            action=action,
        )
        return [{**row, "resource_id": str(row["resource_id"])} for row in rows]


@pytest.fixture
def recorded(kernel: Kernel, store: ShopStore) -> Recorded:
    """What was told and written down in the store's tenant."""
    return Recorded(kernel, store)


@pytest_asyncio.fixture(loop_scope="session")
async def on_starter(kernel: Kernel, store: ShopStore) -> None:
    """The merchant is on Starter and has used up its products."""
    scope = Scope(tenant_id=store.merchant.tenant_id, user_id=store.merchant.user_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(
            text("update tenants set plan = 'starter' where id = :tenant"),
            {"tenant": store.merchant.tenant_id},
        )
        await session.execute(
            text(
                "insert into usage (tenant_id, name, scope_id, used) "
                "values (:tenant, 'products', :store, 1000)"
            ),
            {"tenant": store.merchant.tenant_id, "store": store.id},
        )


Role = Callable[[str], AbstractAsyncContextManager[None]]


@pytest.fixture
def as_role(kernel: Kernel, store: ShopStore) -> Role:
    """`async with as_role("viewer")`: the store's merchant has another role meanwhile."""

    async def give(role: str) -> None:
        scope = Scope(tenant_id=store.merchant.tenant_id, user_id=store.merchant.user_id)
        async with kernel.database.transaction(scope) as session:
            await session.execute(
                text("update memberships set role = :role where user_id = :user"),
                {"role": role, "user": store.merchant.user_id},
            )

    @asynccontextmanager
    async def having(role: str) -> AsyncIterator[None]:
        await give(role)
        try:
            yield
        finally:
            await give("owner")

    return having


def picture(
    size: tuple[int, int] = (1200, 900), colour: str = "teal", kind: str = "PNG", **options: Any
) -> bytes:
    """A picture file of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()
