"""A store's suppliers: the public face of this folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.suppliers import repository
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import (
    AccountConnected,
    CredentialsRefused,
    OtherAccount,
    SupplierClosed,
    SupplierDeclined,
    SupplierNotFound,
)
from commerce.sourcing.suppliers.models import Approval, Supplier, SupplierStatus
from commerce.sourcing.suppliers.opening import open_supplier, seal
from commerce.sourcing.suppliers.schemas import AccountOut, ConnectIn, SupplierPatch
from commerce.sourcing.suppliers.showing import account_out, kinds, to_out, webhook_url
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import AccountInfo, Adapter, Credentials
from ecomm_core import audit, clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid, Unavailable
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = [
    "connect",
    "disconnect",
    "get",
    "kinds",
    "of_store",
    "open_supplier",
    "pause",
    "put_off",
    "reconnect",
    "repository",
    "speaking",
    "test",
    "to_out",
    "update",
    "webhook_url",
]

FIRST_POLL: Final = timedelta(minutes=1)
GRACE_MINUTES: Final = 10
MAX_COST_RISE: Final = 100_000
STALE_AFTER_MINUTES: Final = 24 * 60


@contextmanager
def speaking() -> Iterator[None]:
    """Turn what a supplier says into our refusals: CredentialsRefused (422), SupplierDeclined
    (409), Unavailable (503)."""
    try:
        yield
    except SupplierUnavailable as error:
        raise Unavailable(
            "The supplier does not answer right now. Try again.",
            retry_after=max(1, min(60, int(error.retry_after or 2))),
        ) from error
    except SupplierRefused as error:
        words = error.message[:300]
        if error.reason is Refusal.CREDENTIALS:
            raise CredentialsRefused.on_field("credentials", words) from error
        raise SupplierDeclined.on_field("supplier", words, reason=error.reason.value) from error


async def connect(
    kernel: Kernel, store: StoreFacts, body: ConnectIn, *, actor: str
) -> tuple[Supplier, AccountInfo]:
    """Try the credentials at the supplier, then keep them sealed. Call it with no transaction open.

    Raises AdapterUnknown (404), Invalid (422), CredentialsRefused (422), SupplierDeclined,
    AccountConnected (409), Unavailable (503).
    """
    adapter = adapters_of(kernel).named(body.adapter)
    credentials, account = await _tried(adapter, body.credentials)
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        known = await repository.same_account(session, store.id, adapter.name, account.account_ref)
        if known is not None and known.status != SupplierStatus.DISCONNECTED.value:
            raise AccountConnected.on_field("credentials", supplier_id=str(known.id))
        now = clock.now()
        row = known or _fresh(store, adapter, account, now)
        if known is None:
            session.add(row)
        row.name = body.name or row.name
        _take_over(kernel, row, credentials, account, now)
        await session.flush()
        await _audit(session, row, actor, "connect", after=_facts(row))
    return row, account


async def reconnect(
    kernel: Kernel,
    store: StoreFacts,
    supplier_id: UUID,
    values: Mapping[str, str],
    *,
    actor: str,
) -> tuple[Supplier, AccountInfo]:
    """New credentials of the same account. Call it with no transaction open.

    Raises SupplierNotFound (404), OtherAccount (409), and what `connect` raises.
    """
    scope = Scope(tenant_id=store.tenant_id)
    async with kernel.database.transaction(scope) as session:
        row = await get(session, store.id, supplier_id)
    adapter = adapters_of(kernel).named(row.adapter)
    credentials, account = await _tried(adapter, values)
    if account.account_ref != row.account_ref:
        raise OtherAccount.on_field("credentials")
    async with kernel.database.transaction(scope) as session:
        row = await get(session, store.id, supplier_id, lock=True)
        before = _facts(row)
        _take_over(kernel, row, credentials, account, clock.now())
        await session.flush()
        await _audit(session, row, actor, "reconnect", before=before, after=_facts(row))
    return row, account


async def _tried(adapter: Adapter, values: Mapping[str, str]) -> tuple[Credentials, AccountInfo]:
    known = {field.name for field in adapter.fields}
    unknown = sorted(set(values) - known)
    if unknown:
        raise Invalid.on_field(f"credentials.{unknown[0]}", "There is no such field.")
    for field in adapter.fields:
        if field.required and not values.get(field.name, "").strip():
            raise Invalid.on_field(f"credentials.{field.name}", f"{field.label} is missing.")
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    with speaking():
        credentials = await adapter.open(given)
        account = await adapter.connect(credentials).account()
    return credentials, account


def _fresh(store: StoreFacts, adapter: Adapter, account: AccountInfo, now: datetime) -> Supplier:
    return Supplier(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        adapter=adapter.name,
        name=(account.name or adapter.title)[:80],
        account_ref=account.account_ref,
        currency=account.currency,
        simulated=adapter.simulated,
        status=SupplierStatus.CONNECTED.value,
        credentials="",
        credentials_expire_at=None,
        missing=[],
        # Buying is switched on by a person who has seen what would be bought.
        auto_order=False,
        approval=Approval.NEVER.value,
        approval_above=None,
        daily_spend_cap=None,
        grace_minutes=GRACE_MINUTES,
        max_cost_rise_ppm=MAX_COST_RISE,
        stale_after_minutes=STALE_AFTER_MINUTES,
        last_success_at=None,
        failing_since=None,
        last_error=None,
        next_poll_at=None,
        created_at=now,
        updated_at=now,
    )


def _take_over(
    kernel: Kernel, row: Supplier, credentials: Credentials, account: AccountInfo, now: datetime
) -> None:
    row.credentials = seal(kernel, row.id, credentials)
    row.credentials_expire_at = credentials.expires_at
    row.missing = [word[:300] for word in account.missing]
    if row.status != SupplierStatus.PAUSED.value:
        row.status = SupplierStatus.CONNECTED.value
        row.next_poll_at = now + FIRST_POLL
    row.last_success_at, row.failing_since, row.last_error = now, None, None
    row.updated_at = now


async def get(
    session: AsyncSession, store_id: UUID, supplier_id: UUID, *, lock: bool = False
) -> Supplier:
    """A supplier of the store. Raises SupplierNotFound (404)."""
    row = await repository.one(session, store_id, supplier_id, lock=lock)
    if row is None:
        raise SupplierNotFound
    return row


async def of_store(session: AsyncSession, store_id: UUID) -> Sequence[Supplier]:
    """A store's suppliers, in the order they were connected."""
    return await repository.of_store(session, store_id)


async def update(
    session: AsyncSession,
    store_id: UUID,
    supplier_id: UUID,
    body: SupplierPatch,
    *,
    actor: str,
) -> Supplier:
    """Change settings. Raises SupplierNotFound (404), SupplierClosed (409) for automatic orders at
    a disconnected account, Invalid (422)."""
    row = await get(session, store_id, supplier_id, lock=True)
    before = _facts(row)
    nullable = {"approval_above", "daily_spend_cap"}
    for name in body.model_fields_set:
        value = getattr(body, name)
        if value is None and name not in nullable:
            continue
        setattr(row, name, value.value if isinstance(value, Approval) else value)
    if row.approval == Approval.ABOVE.value and row.approval_above is None:
        raise Invalid.on_field("approval_above", "Say above which amount orders wait for you.")
    if body.auto_order and row.status == SupplierStatus.DISCONNECTED.value:
        raise SupplierClosed.on_field("auto_order")
    after = _facts(row)
    if after == before:
        return row
    row.updated_at = clock.now()
    await session.flush()
    await _audit(session, row, actor, "update", before=before, after=after)
    return row


async def pause(
    session: AsyncSession, store_id: UUID, supplier_id: UUID, *, paused: bool, actor: str
) -> Supplier:
    """Stop ordering and reading there, or go on. Raises SupplierNotFound (404), SupplierClosed
    (409) where the account has to be connected again first."""
    row = await get(session, store_id, supplier_id, lock=True)
    if row.status not in (SupplierStatus.CONNECTED.value, SupplierStatus.PAUSED.value):
        raise SupplierClosed
    wanted = SupplierStatus.PAUSED if paused else SupplierStatus.CONNECTED
    if row.status == wanted.value:
        return row
    now = clock.now()
    before = _facts(row)
    row.status = wanted.value
    row.next_poll_at = None if paused else now + FIRST_POLL
    row.updated_at = now
    await session.flush()
    action = "pause" if paused else "resume"
    await _audit(session, row, actor, action, before=before, after=_facts(row))
    return row


async def disconnect(
    session: AsyncSession, store_id: UUID, supplier_id: UUID, *, actor: str
) -> Supplier:
    """Forget the credentials. What was bought there and what is mapped stays, and nothing is
    ordered or read there any more. Raises SupplierNotFound (404)."""
    row = await get(session, store_id, supplier_id, lock=True)
    if row.status == SupplierStatus.DISCONNECTED.value:
        return row
    before = _facts(row)
    row.status = SupplierStatus.DISCONNECTED.value
    row.credentials, row.credentials_expire_at = "", None
    row.auto_order, row.next_poll_at = False, None
    row.updated_at = clock.now()
    await session.flush()
    await _audit(session, row, actor, "disconnect", before=before, after=_facts(row))
    return row


async def test(kernel: Kernel, store: StoreFacts, supplier_id: UUID) -> AccountOut:
    """Ask the supplier who we are there. Call it with no transaction open.

    Raises SupplierNotFound (404), SupplierClosed, SupplierDeclined (409), CredentialsRefused (422),
    Unavailable (503).
    """
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        row = await get(session, store.id, supplier_id)
    with speaking():
        account = await (await open_supplier(kernel, row)).account()
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        row = await get(session, store.id, supplier_id, lock=True)
        missing = [word[:300] for word in account.missing]
        if row.missing != missing:
            row.missing = missing
    return account_out(account)


async def put_off(session: AsyncSession, row: Supplier, until: datetime | None) -> None:
    """When a supplier's goods are read again; a paused or closed one is not read."""
    row.next_poll_at = until if row.status == SupplierStatus.CONNECTED.value else None
    await session.flush()


_FACTS = (
    "name",
    "account_ref",
    "status",
    "auto_order",
    "approval",
    "approval_above",
    "daily_spend_cap",
    "grace_minutes",
    "max_cost_rise_ppm",
    "stale_after_minutes",
)


def _facts(row: Supplier) -> dict[str, Any]:
    """What the audit log says of a supplier: never its credentials."""
    return {name: getattr(row, name) for name in _FACTS}


async def _audit(
    session: AsyncSession,
    row: Supplier,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action=f"supplier.{action}",
        resource_type="supplier",
        resource_id=row.id,
        store_id=row.store_id,
        before=before,
        after=after,
    )
