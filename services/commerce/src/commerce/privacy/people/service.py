"""What people are told of themselves, and how the platform forgets them.

The copy is everything `holdings` declares, of every business they belong to or once logged in to:
at once with as many rows as fit a reply, or whole as a file that a job writes. Forgetting begins in
the transaction that deletes the account (`begin_erasure`); a job does the rest, and waits for the
mail that says goodbye.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail.nobody import NOBODY
from commerce.privacy.models import RequestKind, RequestState
from commerce.privacy.people import repository
from commerce.privacy.people.errors import OwnRequestNotFound
from commerce.privacy.people.holdings import USER_HOLDINGS, UserHolding
from commerce.privacy.people.models import UserDataRequest
from commerce.privacy.people.repository import Somebody, lock_user
from commerce.privacy.people.schemas import OwnCopyOut, OwnRequestOut, OwnTableOut
from commerce.privacy.schemas import ReceiptLine, Waiting
from commerce.privacy.service import KEPT, MAX_ATTEMPTS, PREFIX, SOON, STUCK
from ecomm_core import audit, clock
from ecomm_core.db.crossing import as_user, in_tenant
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = [
    "AT_ONCE",
    "ERASE",
    "EXPORT",
    "PATIENCE",
    "ask_copy",
    "at_once",
    "begin_erasure",
    "copied",
    "erase",
    "file_until",
    "get",
    "key_of",
    "lock_user",
    "page",
    "settle_copy",
    "to_out",
]

EXPORT: Final = "commerce.privacy.export_own"
ERASE: Final = "commerce.privacy.erase_own"
PATIENCE: Final = timedelta(days=1)
"""How long mails on their way are waited for. One that is still not gone then never goes: nobody is
written to at the address that stands in it afterwards."""
AT_ONCE: Final = 500
"""Rows of a table in a reply; a file has all."""


def key_of(request_id: UUID) -> str:
    """Where a copy lies: beside those of shoppers, outside what anybody serves."""
    return f"{PREFIX}/own-{request_id}.json"


async def at_once(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> OwnCopyOut:
    """What is kept of the user, now: `AT_ONCE` rows of each table at most."""
    email = str(await repository.email_of(session, user_id))
    somebody = Somebody(user_id, email)
    tenants = await repository.businesses(session, user_id)
    data = await _tables(session, somebody, tenants, home=tenant_id, most=AT_ONCE)
    return _copy(user_id, data)


async def ask_copy(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, user_id: UUID
) -> UserDataRequest:
    """Have a file written of everything that is kept of the user. While one is being written, it is
    that one."""
    # Two clicks come one after the other.
    email = await repository.lock_user(session, user_id)
    found = await repository.copying(session, user_id)
    if found is not None:
        return found
    tenants = await repository.businesses(session, user_id)
    request = _new(RequestKind.EXPORT, tenant_id, user_id, email, tenants)
    session.add(request)
    await session.flush()
    await _enqueue(kernel, session, request)
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=f"user:{user_id}",
        action="account.export",
        resource_type="user",
        resource_id=user_id,
    )
    return request


def _new(
    kind: RequestKind, tenant_id: UUID, user_id: UUID, email: str | None, tenants: list[UUID]
) -> UserDataRequest:
    now = clock.now()
    return UserDataRequest(
        tenant_id=tenant_id,
        id=new_id(),
        user_id=user_id,
        kind=kind.value,
        state=RequestState.QUEUED.value,
        email=email,
        tenants=[str(one) for one in tenants],
        receipt=[],
        waits_for=[],
        error=None,
        file_bytes=None,
        finished_at=None,
        created_at=now,
        updated_at=now,
    )


async def _enqueue(
    kernel: Kernel, session: AsyncSession, request: UserDataRequest, at: datetime | None = None
) -> None:
    task = EXPORT if request.kind == RequestKind.EXPORT else ERASE
    args = {"user_id": str(request.user_id), "request_id": str(request.id)}
    await kernel.outbox.enqueue(
        session, task, args, tenant_id=request.tenant_id, queue="bulk", not_before=at
    )


async def copied(
    session: AsyncSession, user_id: UUID, request_id: UUID, attempt: int
) -> tuple[UUID, bytes] | None:
    """What a file says: (the request's id, the file). None where nobody waits for it."""
    await as_user(session, user_id)
    request = await repository.one(session, user_id, request_id, lock=True)
    if request is None or request.state != RequestState.QUEUED:
        return None
    if attempt > MAX_ATTEMPTS:
        _fail(request)
        return None
    somebody = Somebody(user_id, request.email or "")
    tenants = [UUID(one) for one in request.tenants]
    data = await _tables(session, somebody, tenants, home=request.tenant_id, most=None)
    receipt: dict[str, int] = {}
    for table in data:
        receipt[table.table] = receipt.get(table.table, 0) + len(table.rows)
    request.receipt = [_line(_of(name), "copied", n) for name, n in receipt.items()]
    said = _copy(user_id, data).model_dump(mode="json")
    return request.id, json.dumps(said, ensure_ascii=False, indent=1).encode()


async def settle_copy(session: AsyncSession, user_id: UUID, request_id: UUID, size: int) -> None:
    """The file is there. Whoever deleted the account meanwhile wants it no more: it goes with the
    erasure, or with the clean-up."""
    await as_user(session, user_id)
    request = await repository.one(session, user_id, request_id, lock=True)
    if request is None or request.state != RequestState.QUEUED:
        return
    request.state, request.file_bytes = RequestState.DONE.value, size
    request.finished_at = clock.now()


async def _tables(
    session: AsyncSession,
    somebody: Somebody,
    tenants: list[UUID],
    *,
    home: UUID,
    most: int | None,
) -> list[OwnTableOut]:
    """Their rows, by table and business; tables with none of them are left out."""
    found = [
        await _table(session, holding, somebody, None, most)
        for holding in USER_HOLDINGS
        if holding.once
    ]
    for tenant_id in tenants:
        async with in_tenant(session, tenant_id, back_to=home):
            found += [
                await _table(session, holding, somebody, tenant_id, most)
                for holding in USER_HOLDINGS
                if not holding.once
            ]
    return [table for table in found if table.rows]


async def _table(
    session: AsyncSession,
    holding: UserHolding,
    somebody: Somebody,
    tenant_id: UUID | None,
    most: int | None,
) -> OwnTableOut:
    rows = await repository.copy(session, holding, somebody, most)
    complete = most is None or len(rows) <= most
    return OwnTableOut(
        about=holding.about,
        table=holding.table,
        tenant_id=tenant_id,
        rows=rows if complete else rows[:most],
        complete=complete,
    )


def _copy(user_id: UUID, data: list[OwnTableOut]) -> OwnCopyOut:
    return OwnCopyOut(
        format="ecomm.own-data", version=1, user_id=user_id, made_at=clock.now(), data=data
    )


async def begin_erasure(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, user_id: UUID, email: str
) -> UserDataRequest:
    """Delete the account and what hangs on it, in the caller's transaction; a job does the rest
    after the commit. The caller has looked whether anybody needs them."""
    tenants = await repository.businesses(session, user_id)
    request = _new(RequestKind.ERASE, tenant_id, user_id, email, tenants)
    somebody = _somebody(request)
    receipt: dict[tuple[str, str], int] = {}
    now = [holding for holding in USER_HOLDINGS if holding.with_account]
    for one in tenants:
        async with in_tenant(session, one, back_to=tenant_id):
            for holding in now:
                if not holding.once:
                    await _erase(session, holding, somebody, receipt)
    for holding in now:
        if holding.once:
            await _erase(session, holding, somebody, receipt)
    request.receipt = _lines(receipt)
    session.add(request)
    await session.flush()
    await _enqueue(kernel, session, request)
    return request


async def erase(
    kernel: Kernel, session: AsyncSession, user_id: UUID, request_id: UUID, attempt: int
) -> list[str]:
    """Forget whoever deleted their account, in every business they were in, in the caller's
    transaction. Mails on their way are waited for. Keys of files to delete."""
    await as_user(session, user_id)
    request = await repository.one(session, user_id, request_id, lock=True)
    if request is None or request.state not in (RequestState.QUEUED, RequestState.WAITING):
        return []
    if attempt > MAX_ATTEMPTS:
        _fail(request)
        return []
    somebody, mails = _somebody(request), 0
    receipt = {(line["table"], line["done"]): int(line["rows"]) for line in request.receipt}
    # What is kept is counted anew each time, in all businesses.
    receipt = {key: rows for key, rows in receipt.items() if key[1] != "kept"}
    later = [holding for holding in USER_HOLDINGS if not holding.with_account]
    if clock.now() >= request.created_at + PATIENCE:
        later = [replace(holding, unless="") for holding in later]
    for one in request.tenants:
        async with in_tenant(session, UUID(one), back_to=request.tenant_id):
            for holding in later:
                if holding.once:
                    continue
                if holding.unless:
                    mails += await repository.needed(session, holding, somebody)
                await _erase(session, holding, somebody, receipt)
            blanked = await repository.blank_log(session, somebody)
            _add(receipt, "audit_log", "emptied", blanked)
    for holding in later:
        if holding.once:
            await _erase(session, holding, somebody, receipt)
    request.receipt = _lines(receipt)
    request.waits_for = [{"what": "mails", "count": mails}] if mails else []
    now = clock.now()
    if mails:
        request.state = RequestState.WAITING.value
        await _enqueue(kernel, session, request, now + SOON)
    else:
        request.state, request.email, request.finished_at = RequestState.DONE.value, None, now
    return await _drop_copies(session, user_id)


async def _erase(
    session: AsyncSession,
    holding: UserHolding,
    somebody: Somebody,
    receipt: dict[tuple[str, str], int],
) -> None:
    """Delete, empty or count somebody's rows of a table, and add it to the receipt."""
    if holding.cascades:
        done, rows = "deleted", await repository.count(session, holding, somebody)
    elif holding.deletes or holding.sets:
        done = "deleted" if holding.deletes else "emptied"
        rows = await repository.erase(session, holding, somebody)
    else:
        done, rows = "kept", await repository.count(session, holding, somebody)
    _add(receipt, holding.table, done, rows)


def _add(receipt: dict[tuple[str, str], int], table: str, done: str, rows: int) -> None:
    if rows:
        receipt[table, done] = receipt.get((table, done), 0) + rows


async def _drop_copies(session: AsyncSession, user_id: UUID) -> list[str]:
    """Copies of somebody who is gone: nobody downloads them any more."""
    keys = []
    for request in await repository.copies(session, user_id):
        keys.append(key_of(request.id))
        request.email, request.file_bytes = None, None
        if request.state == RequestState.QUEUED:
            request.state = RequestState.FAILED.value
            request.error = "The account was deleted before the copy was written."
            request.finished_at = clock.now()
    return keys


def _somebody(request: UserDataRequest) -> Somebody:
    return Somebody(request.user_id, request.email or "", f"{request.user_id}@{NOBODY}")


def _of(table: str) -> UserHolding:
    return next(holding for holding in USER_HOLDINGS if holding.table == table)


def _line(holding: UserHolding, done: str, rows: int) -> dict[str, Any]:
    return {"table": holding.table, "topic": holding.topic, "done": done, "rows": rows}


def _lines(receipt: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [_line(_of(table), done, rows) for (table, done), rows in receipt.items()]


def _fail(request: UserDataRequest) -> None:
    request.state, request.error = RequestState.FAILED.value, STUCK
    request.finished_at = clock.now()


async def get(session: AsyncSession, user_id: UUID, request_id: UUID) -> UserDataRequest:
    """A request of the user's. Raises OwnRequestNotFound (404)."""
    found = await repository.one(session, user_id, request_id)
    if found is None:
        raise OwnRequestNotFound
    return found


async def page(
    session: AsyncSession, user_id: UUID, *, offset: int, limit: int
) -> tuple[list[OwnRequestOut], int]:
    """(the user's requests, how many), newest first."""
    rows, total = await repository.page(session, user_id, offset=offset, limit=limit)
    return [to_out(row) for row in rows], total


def to_out(request: UserDataRequest) -> OwnRequestOut:
    """A request as the user sees it."""
    return OwnRequestOut(
        id=request.id,
        kind=RequestKind(request.kind),
        state=RequestState(request.state),
        receipt=[ReceiptLine(**line) for line in request.receipt],
        waits_for=[Waiting(**line) for line in request.waits_for],
        error=request.error,
        file_bytes=request.file_bytes,
        file_until=file_until(request),
        created_at=request.created_at,
        finished_at=request.finished_at,
    )


def file_until(request: UserDataRequest) -> datetime | None:
    """How long the file can be downloaded; None where there is none, or no longer."""
    if request.file_bytes is None or request.finished_at is None:
        return None
    until = request.finished_at + KEPT
    return until if until > clock.now() else None
