"""Changes of a store that are written down before they are asked for, and made exactly once.

planned -> unknown (it is being asked for) -> done | refused | conflict. A change that stays
`unknown` was asked for and no answer came: the task asks again, and looks first whether it was
done. A POST is said again with the same Idempotency-Key; any other is compared with what is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.product.shapes import Method, Write, WriteState
from ecomm_core.product.spec import spec_of
from ecomm_core.product.tables import writes as table
from ecomm_core.product.writing.client import StoreAccess, access_of, client_of
from ecomm_core.product.writing.errors import NotConnected, PlatformConflict, PlatformRefused
from ecomm_core.states import Lifecycle

TASK: Final = "platform.write"


LIFECYCLE: Final = Lifecycle(
    "write",
    WriteState,
    {WriteState.PLANNED},
    {
        WriteState.PLANNED: {WriteState.UNKNOWN, WriteState.REFUSED},
        WriteState.UNKNOWN: {WriteState.DONE, WriteState.REFUSED, WriteState.CONFLICT},
        WriteState.DONE: set(),
        WriteState.REFUSED: set(),
        WriteState.CONFLICT: set(),
    },
)


@dataclass(frozen=True, slots=True)
class _Asked:
    write: Write
    access: StoreAccess
    again: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: WriteState
    answer: dict[str, Any] | None = None
    code: str | None = None
    message: str | None = None


async def plan(
    kernel: Kernel,
    session: AsyncSession,
    connection_id: UUID,
    *,
    tenant_id: UUID,
    purpose: str,
    resource_id: UUID,
    method: Method,
    path: str,
    body: Mapping[str, Any],
    version: int | None = None,
) -> UUID:
    """Write down a change of a store, in the caller's transaction; a task asks for it afterwards.

    path: below `/stores/{store_id}`, such as `/products/{id}`. version: that of what was read.
    Returns its id; how it went, the product's `wrote` hook hears.
    """
    write_id = new_id()
    await session.execute(
        insert(table).values(
            tenant_id=tenant_id,
            id=write_id,
            connection_id=connection_id,
            purpose=purpose,
            resource_id=resource_id,
            method=method,
            path=path,
            body=dict(body),
            expected_version=version,
            state=WriteState.PLANNED.value,
            planned_at=clock.now(),
        )
    )
    await kernel.outbox.enqueue(
        session,
        spec_of(kernel).task_name(TASK),
        {"write_id": str(write_id)},
        tenant_id=tenant_id,
    )
    return write_id


async def get(session: AsyncSession, write_id: UUID, *, lock: bool = False) -> Write | None:
    """A change of the business in scope."""
    chosen = select(table).where(table.c.id == write_id)
    row = (await session.execute(chosen.with_for_update() if lock else chosen)).mappings().first()
    return None if row is None else _write(row)


async def prepare(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> _Asked | None:
    """Note that it is being asked for, before it is."""
    found = await get(session, UUID(delivery.args["write_id"]), lock=True)
    if found is None or found.state not in {WriteState.PLANNED, WriteState.UNKNOWN}:
        return None
    try:
        access = await access_of(kernel, session, found.connection_id)
    except NotConnected as error:
        if found.state is WriteState.PLANNED:
            outcome = _Outcome(WriteState.REFUSED, code="not_connected", message=str(error))
            await _settle(kernel, session, found, outcome)
        return None
    await session.execute(
        update(table)
        .where(table.c.id == found.id)
        .values(state=WriteState.UNKNOWN.value, attempts=table.c.attempts + 1)
    )
    return _Asked(found, access, again=found.state is WriteState.UNKNOWN)


async def call(kernel: Kernel, asked: object) -> _Outcome:
    """Ask for it; where that was done before without an answer, look first. Raises the client's
    temporary failures."""
    if not isinstance(asked, _Asked):
        raise TypeError("prepared by `prepare`")
    client, write = client_of(kernel), asked.write
    if asked.again and write.method in {"PATCH", "PUT"}:
        there = await client.get(asked.access, write.path)
        if isinstance(there, dict) and holds(there, write.body):
            return _Outcome(WriteState.DONE, answer=there)
    try:
        answer = await client.write(
            asked.access,
            write.method,
            write.path,
            write.body,
            idempotency_key=str(write.id),
            version=write.expected_version,
        )
    except PlatformConflict as error:
        return _Outcome(WriteState.CONFLICT, code=error.code, message=error.message)
    except PlatformRefused as error:
        if asked.again and write.method == "DELETE" and error.status == 404:
            return _Outcome(WriteState.DONE)
        return _Outcome(WriteState.REFUSED, code=error.code, message=error.message)
    return _Outcome(WriteState.DONE, answer=answer if isinstance(answer, dict) else {})


async def settle(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, asked: object, outcome: object
) -> None:
    """Note how it went, and tell the product in the same transaction."""
    if not isinstance(asked, _Asked) or not isinstance(outcome, _Outcome):
        raise TypeError("made by `prepare` and `call`")
    await _settle(kernel, session, asked.write, outcome, asking=True)


def holds(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether what is there has every field that was wanted, as it was wanted."""
    return all(name in there and there[name] == value for name, value in wanted.items())


async def _settle(
    kernel: Kernel,
    session: AsyncSession,
    write: Write,
    outcome: _Outcome,
    *,
    asking: bool = False,
) -> None:
    LIFECYCLE.check(WriteState.UNKNOWN if asking else write.state, outcome.state)
    changed = await session.execute(
        update(table)
        .where(table.c.id == write.id)
        .values(
            state=outcome.state.value,
            answer=outcome.answer,
            code=outcome.code,
            message=outcome.message,
            settled_at=clock.now(),
        )
        .returning(table)
    )
    row = changed.mappings().first()
    hook = spec_of(kernel).wrote
    if row is not None and hook is not None:
        await hook(kernel, session, _write(row))


def _write(row: RowMapping) -> Write:
    return Write(
        id=row["id"],
        tenant_id=row["tenant_id"],
        connection_id=row["connection_id"],
        purpose=row["purpose"],
        resource_id=row["resource_id"],
        method=row["method"],
        path=row["path"],
        body=row["body"],
        expected_version=row["expected_version"],
        state=WriteState(row["state"]),
        attempts=row["attempts"],
        code=row["code"],
        message=row["message"],
        answer=row["answer"],
    )
