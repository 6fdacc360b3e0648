"""Requests about personal data: the public face of this folder.

A copy is one file of everything that `holdings` declares; erasing walks the same list. Both are
jobs, and leave a receipt that counts rows and names nobody.
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import CustomerAccount
from commerce.customers.people.forgetting import own_address
from commerce.customers.subscribing import service as subscribing
from commerce.mail.nobody import NOBODY
from commerce.privacy import repository
from commerce.privacy.errors import AlreadyErasing, RequestNotFound
from commerce.privacy.events import CustomerErased
from commerce.privacy.holdings import HOLDINGS
from commerce.privacy.models import DataRequest, RequestKind, RequestState
from commerce.privacy.repository import Person
from commerce.privacy.schemas import (
    DataRequestOut,
    ErasurePreviewOut,
    PreviewLine,
    ReceiptLine,
    RegisterEntry,
    Waiting,
)
from commerce.privacy.topics import REGISTER
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

EXPORT: Final = "commerce.privacy.export"
ERASE: Final = "commerce.privacy.erase"
KEPT: Final = timedelta(days=14)
"""How long a copy can be downloaded."""
LATER: Final = timedelta(days=1)
"""How often the rest of an erasure is thought of."""
SOON: Final = timedelta(minutes=10)
"""The same where only mails on their way are left."""
MAX_ATTEMPTS: Final = 5
STUCK: Final = "It stopped several times. Ask again."
PREFIX: Final = "privacy"


def key_of(request_id: UUID) -> str:
    """Where a copy lies: outside what anybody serves."""
    return f"{PREFIX}/{request_id}.json"


async def begin(
    kernel: Kernel,
    session: AsyncSession,
    *,
    kind: RequestKind,
    tenant_id: UUID,
    store_id: UUID,
    account: CustomerAccount,
    actor: str,
) -> DataRequest:
    """Write a request down and let a worker answer it after the commit; `account` is not removed
    yet. Raises AlreadyErasing (409)."""
    if kind is RequestKind.ERASE and await repository.erasing(session, account.id):
        raise AlreadyErasing
    request = DataRequest(
        tenant_id=tenant_id,
        id=new_id(),
        store_id=store_id,
        kind=kind.value,
        state=RequestState.QUEUED.value,
        customer_id=account.id,
        email=account.email,
        own_email=bool(own_address(account)),
        actor=actor,
        receipt=[],
        waits_for=[],
        error=None,
        file_bytes=None,
        finished_at=None,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session.add(request)
    await session.flush()
    await _enqueue(kernel, session, request)
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor,
        action=f"privacy.{kind.value}",
        resource_type="data_request",
        resource_id=request.id,
        store_id=store_id,
        after={"customer_id": str(account.id)},
    )
    return request


async def forget(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    account: CustomerAccount,
    actor: str,
) -> DataRequest | None:
    """Whoever forgets an account asks for its erasure everywhere. None: one that is nobody already
    has been erased, or is being erased."""
    if account.email.endswith(f"@{NOBODY}") or await repository.erasing(session, account.id):
        return None
    return await begin(
        kernel,
        session,
        kind=RequestKind.ERASE,
        tenant_id=tenant_id,
        store_id=store_id,
        account=account,
        actor=actor,
    )


async def _enqueue(
    kernel: Kernel, session: AsyncSession, request: DataRequest, at: datetime | None = None
) -> None:
    task = EXPORT if request.kind == RequestKind.EXPORT else ERASE
    args = {"store_id": str(request.store_id), "request_id": str(request.id)}
    await kernel.outbox.enqueue(
        session, task, args, tenant_id=request.tenant_id, queue="bulk", not_before=at
    )


async def copied(
    session: AsyncSession, store_id: UUID, request_id: UUID, attempt: int
) -> tuple[UUID, bytes] | None:
    """What a copy says: (the request's id, the file). None where nobody waits for it."""
    request = await repository.one(session, store_id, request_id, lock=True)
    if request is None or request.state != RequestState.QUEUED:
        return None
    if attempt > MAX_ATTEMPTS:
        _fail(request)
        return None
    found = await repository.person(
        session, store_id, request.customer_id, _searched(request), over=False
    )
    receipt, holdings = [], []
    titles = {entry.topic: entry.title for entry in REGISTER}
    for holding in HOLDINGS:
        if not holding.where:
            continue
        rows = await repository.copy(session, holding, found)
        if rows:
            holdings.append({"about": titles[holding.topic], "table": holding.table, "rows": rows})
            receipt.append(_line(holding.table, holding.topic, "copied", len(rows)))
    request.receipt = receipt
    body = {
        "format": "ecomm.personal-data",
        "version": 1,
        "store_id": str(store_id),
        "customer_id": str(request.customer_id),
        "made_at": clock.now().isoformat(),
        "data": holdings,
    }
    return request.id, json.dumps(body, ensure_ascii=False, indent=1).encode()


async def settle_copy(session: AsyncSession, store_id: UUID, request_id: UUID, size: int) -> bool:
    """The file is there; whether somebody still wants it: who was erased meanwhile is copied no
    more."""
    request = await repository.one(session, store_id, request_id, lock=True)
    if request is None or request.state != RequestState.QUEUED:
        return False
    request.state, request.file_bytes = RequestState.DONE.value, size
    request.finished_at = clock.now()
    return True


async def erase(
    kernel: Kernel, session: AsyncSession, store_id: UUID, request_id: UUID, attempt: int
) -> list[str]:
    """Erase somebody wherever they are, in the caller's transaction: orders that are over, and
    everything that is no order's. What has to wait is thought of again; once nothing has to, others
    hear `customer.erased`. Keys of files to delete."""
    request = await repository.one(session, store_id, request_id, lock=True)
    if request is None or request.state not in (RequestState.QUEUED, RequestState.WAITING):
        return []
    if attempt > MAX_ATTEMPTS:
        _fail(request)
        return []
    found = await repository.person(
        session,
        store_id,
        request.customer_id,
        _searched(request),
        over=True,
        nobody=f"{request.customer_id}@{NOBODY}",
    )
    if found.email:
        await subscribing.forget(
            kernel,
            session,
            tenant_id=request.tenant_id,
            store_id=store_id,
            email=found.email,
        )
    mails = 0
    receipt = {(line["table"], line["done"]): line for line in request.receipt}
    for holding in HOLDINGS:
        if not holding.where:
            continue
        if holding.unless:
            mails += await repository.needed(session, holding, found)
        done = "deleted" if holding.deletes else "emptied" if holding.sets else "kept"
        if done == "kept":
            rows = await repository.count(session, holding, found)
        else:
            rows = await repository.erase(session, holding, found)
        before = receipt.get((holding.table, done))
        if done != "kept" and before is not None:
            rows += before["rows"]
        if rows:
            receipt[holding.table, done] = _line(holding.table, holding.topic, done, rows)
    # A new list: the column is not watched for changes inside.
    request.receipt = list(receipt.values())
    orders, checkouts = found.waiting
    waits = {"orders": orders, "checkouts": checkouts, "mails": mails}
    request.waits_for = [{"what": what, "count": n} for what, n in waits.items() if n]
    now = clock.now()
    if request.waits_for:
        request.state = RequestState.WAITING.value
        pause = LATER if orders or checkouts else SOON
        await _enqueue(kernel, session, request, now + pause)
    else:
        request.state, request.email, request.finished_at = RequestState.DONE.value, None, now
        await kernel.outbox.emit(
            session,
            CustomerErased(customer_id=request.customer_id, request_id=request.id),
            tenant_id=request.tenant_id,
            store_id=store_id,
            resource_id=request.customer_id,
        )
    return await _drop_copies(session, request.customer_id)


async def _drop_copies(session: AsyncSession, customer_id: UUID) -> list[str]:
    """Copies about somebody who is erased: nobody downloads them any more."""
    keys = []
    for request in await repository.copies_of(session, customer_id):
        keys.append(key_of(request.id))
        request.email, request.file_bytes = None, None
        if request.state == RequestState.QUEUED:
            request.state = RequestState.FAILED.value
            request.error = "The customer was erased before the copy was written."
            request.finished_at = clock.now()
    return keys


def _fail(request: DataRequest) -> None:
    request.state, request.error = RequestState.FAILED.value, STUCK
    request.finished_at = clock.now()


def _searched(request: DataRequest) -> str:
    """The address whose rows are theirs: one that somebody merely typed proves nothing."""
    return (request.email or "") if request.own_email else ""


def _line(table: str, topic: str, done: str, rows: int) -> dict[str, Any]:
    return {"table": table, "topic": topic, "done": done, "rows": rows}


async def get(session: AsyncSession, store_id: UUID, request_id: UUID) -> DataRequest:
    """A request of the store. Raises RequestNotFound (404)."""
    found = await repository.one(session, store_id, request_id)
    if found is None:
        raise RequestNotFound
    return found


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    kind: RequestKind | None,
    state: RequestState | None,
    offset: int,
    limit: int,
) -> tuple[list[DataRequestOut], int]:
    """(requests, total), newest first."""
    filters = {"kind": kind, "state": state}
    rows, total = await repository.page(
        session, store_id, filters=filters, offset=offset, limit=limit
    )
    return [to_out(row) for row in rows], total


def to_out(request: DataRequest) -> DataRequestOut:
    """A request as merchants see it."""
    return DataRequestOut(
        id=request.id,
        kind=RequestKind(request.kind),
        state=RequestState(request.state),
        customer_id=request.customer_id,
        email=request.email,
        actor=request.actor,
        receipt=[ReceiptLine(**line) for line in request.receipt],
        waits_for=[Waiting(**line) for line in request.waits_for],
        error=request.error,
        file_bytes=request.file_bytes,
        file_until=file_until(request),
        created_at=request.created_at,
        finished_at=request.finished_at,
    )


def file_until(request: DataRequest) -> datetime | None:
    """How long the copy can be downloaded; None where there is none, or no longer."""
    if request.file_bytes is None or request.finished_at is None:
        return None
    until = request.finished_at + KEPT
    return until if until > clock.now() else None


async def preview(
    session: AsyncSession, store_id: UUID, account: CustomerAccount
) -> ErasurePreviewOut:
    """What erasing a customer would do now; nothing is written."""
    found: Person = await repository.person(
        session, store_id, account.id, own_address(account), over=True
    )
    rows: dict[str, int] = {}
    for holding in HOLDINGS:
        if holding.where:
            mine = await repository.count(session, holding, found)
            rows[holding.topic] = rows.get(holding.topic, 0) + mine
    orders, checkouts = found.waiting
    waits = {"orders": orders, "checkouts": checkouts}
    return ErasurePreviewOut(
        customer_id=account.id,
        lines=[
            PreviewLine(
                topic=entry.topic, title=entry.title, rows=rows[entry.topic], erased=entry.erased
            )
            for entry in REGISTER
            if rows.get(entry.topic)
        ],
        waits_for=[Waiting.model_validate({"what": w, "count": n}) for w, n in waits.items() if n],
    )


def register() -> list[RegisterEntry]:
    """The register of processing, with the tables of each line."""
    tables: dict[str, list[str]] = {}
    for holding in HOLDINGS:
        tables.setdefault(holding.topic, []).append(holding.table)
    return [
        RegisterEntry(
            topic=entry.topic,
            people=entry.people,
            title=entry.title,
            what=entry.what,
            why=entry.why,
            basis=entry.basis,
            kept=entry.kept,
            receivers=entry.receivers,
            erased=entry.erased,
            tables=sorted(tables[entry.topic]),
        )
        for entry in REGISTER
    ]
