"""From a row to a supplier that can be asked: credentials are unsealed, and renewed before they
end."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from commerce.sourcing.suppliers import repository
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import SupplierClosed
from commerce.sourcing.suppliers.events import SupplierAttention
from commerce.sourcing.suppliers.models import Supplier as SupplierRow
from commerce.sourcing.suppliers.models import SupplierStatus
from commerce.sourcing.suppliers.watched import EVERY, WatchedSupplier
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import Credentials, Supplier
from ecomm_core import clock
from ecomm_core.crypto import SealBroken
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

RENEW_BEFORE: Final = timedelta(days=1)
CLOSED: Final = frozenset({SupplierStatus.ATTENTION.value, SupplierStatus.DISCONNECTED.value})


def _context(supplier_id: UUID) -> bytes:
    return f"supplier:{supplier_id}".encode()


def seal(kernel: Kernel, supplier_id: UUID, credentials: Credentials) -> str:
    """Credentials as the row keeps them: no other row can open them."""
    expires = credentials.expires_at
    stored = {"values": dict(credentials.values), "expires_at": expires and expires.isoformat()}
    return kernel.sealer.seal(json.dumps(stored).encode(), _context(supplier_id))


def unseal(kernel: Kernel, supplier_id: UUID, sealed: str) -> Credentials:
    """The credentials of a row. Raises SealBroken."""
    stored = json.loads(kernel.sealer.open(sealed, _context(supplier_id)))
    expires = stored["expires_at"]
    return Credentials(stored["values"], expires and datetime.fromisoformat(expires))


class _Books:
    """Writes down how an account's answers went, in transactions of its own: a refusal that rolls
    the caller back is remembered all the same."""

    def __init__(self, kernel: Kernel, row: SupplierRow, used: str) -> None:
        self._kernel = kernel
        self._tenant_id, self._store_id = row.tenant_id, row.store_id
        self._used = used
        self._noted: datetime | None = None

    @property
    def _scope(self) -> Scope:
        return Scope(tenant_id=self._tenant_id)

    async def succeeded(self, supplier_id: UUID) -> None:
        now = clock.now()
        if self._noted is not None and now - self._noted < EVERY:
            return
        async with self._kernel.database.transaction(self._scope) as session:
            await repository.note_success(session, supplier_id, now, now - EVERY)
        self._noted = now

    async def failed(self, supplier_id: UUID, words: str) -> None:
        self._noted = None
        async with self._kernel.database.transaction(self._scope) as session:
            await repository.note_failure(session, supplier_id, clock.now(), words)

    async def refused_us(self, supplier_id: UUID, words: str) -> None:
        self._noted = None
        async with self._kernel.database.transaction(self._scope) as session:
            row = await repository.need_attention(
                session, supplier_id, self._used, clock.now(), words
            )
            if row is not None:
                await self._kernel.outbox.emit(
                    session,
                    SupplierAttention(supplier_id=row.id, name=row.name, reason=words),
                    tenant_id=self._tenant_id,
                    store_id=self._store_id,
                    resource_id=row.id,
                )


async def open_supplier(kernel: Kernel, row: SupplierRow) -> Supplier:
    """The supplier behind a row; call it, and use what it gives, with no transaction open.

    Credentials that end within a day are renewed first. Each answer is written down: success,
    failure, and `attention` where the supplier no longer takes our credentials.

    Raises SupplierClosed (409) where nothing may be asked of it, AdapterUnknown (404),
    SupplierUnavailable and SupplierRefused as the port does.
    """
    if row.status in CLOSED or not row.credentials:
        raise SupplierClosed
    adapter = adapters_of(kernel).named(row.adapter)
    used = row.credentials
    try:
        credentials = unseal(kernel, row.id, used)
    except SealBroken as error:
        log.exception("supplier_seal_broken", supplier_id=str(row.id))
        raise SupplierClosed from error
    ends = credentials.expires_at
    if ends is not None and ends - clock.now() < RENEW_BEFORE:
        try:
            credentials = await adapter.renew(credentials)
        except SupplierUnavailable as error:
            # They still work for a while: only when they have ended is this a failure.
            if ends <= clock.now():
                await _Books(kernel, row, used).failed(row.id, str(error)[:300])
                raise
        except SupplierRefused as error:
            await _Books(kernel, row, used).refused_us(row.id, error.message[:300])
            raise SupplierRefused(Refusal.CREDENTIALS, error.message) from error
        else:
            used = await _keep(kernel, row, used, credentials)
    return WatchedSupplier(adapter.connect(credentials), _Books(kernel, row, used), row.id)


async def _keep(kernel: Kernel, row: SupplierRow, old: str, credentials: Credentials) -> str:
    fresh = seal(kernel, row.id, credentials)
    async with kernel.database.transaction(Scope(tenant_id=row.tenant_id)) as session:
        kept = await repository.put_credentials(session, row.id, old, fresh, credentials.expires_at)
    return fresh if kept else old
