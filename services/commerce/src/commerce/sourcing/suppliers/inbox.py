"""Taking a supplier's webhook: verified on its raw bytes, kept once, answered at once. It is only a
hint: what became of goods and orders is read from the supplier afterwards, by a job."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.suppliers import repository
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import HookRefused, SupplierNotFound
from commerce.sourcing.suppliers.events import SupplierGoodsHinted, SupplierOrderHinted
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus
from commerce.sourcing.suppliers.opening import unseal
from ecomm_connectors.suppliers.errors import InvalidSignature
from ecomm_connectors.suppliers.port import Capability, HintKind, SupplierHint
from ecomm_core import clock
from ecomm_core.crypto import SealBroken
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.events import EventData

log = get_logger(__name__)

MAX_NAME: Final = 300
"""Characters of an id in a hint; longer ones are none of a supplier's."""

GOODS: Final = frozenset({HintKind.PRODUCT, HintKind.STOCK})


async def take(
    kernel: Kernel,
    adapter_name: str,
    supplier_id: UUID,
    raw_body: bytes,
    headers: Mapping[str, str],
) -> int:
    """Keep what is new of a webhook and let jobs read the truth; how many events were new.

    Raises AdapterUnknown, SupplierNotFound (404), HookRefused (401): nothing is recorded then.
    """
    adapter = adapters_of(kernel).named(adapter_name)
    place = await kernel.database.read("locate_supplier", supplier_id, adapter_name)
    if place is None or Capability.WEBHOOKS not in adapter.capabilities:
        raise SupplierNotFound
    now = clock.now()
    async with kernel.database.transaction(Scope(tenant_id=place[0])) as session:
        row = await repository.one(session, place[1], supplier_id)
        if row is None or row.status == SupplierStatus.DISCONNECTED.value:
            raise SupplierNotFound
        try:
            account = adapter.connect(unseal(kernel, row.id, row.credentials))
            hints = list(account.parse_webhook(raw_body, headers, now))
        except InvalidSignature as error:
            log.warning("supplier_webhook_refused", adapter=adapter_name, reason=error.detail)
            raise HookRefused from error
        except SealBroken as error:
            raise SupplierNotFound from error
        hints = [hint for hint in hints if _storable(hint)]
        fresh = await _keep(session, row, hints, now)
        events = _events(row, [hint for hint in hints if hint.event_id in fresh])
        for event in events:
            await kernel.outbox.emit(
                session,
                event,
                tenant_id=row.tenant_id,
                store_id=row.store_id,
                resource_id=row.id,
            )
    log.info("supplier_webhook_taken", adapter=adapter_name, fresh=len(fresh))
    return len(fresh)


def _storable(hint: SupplierHint) -> bool:
    names = (hint.event_id, hint.external_id, hint.reference, hint.supplier_ref)
    return bool(hint.event_id) and all(len(one) <= MAX_NAME and "\x00" not in one for one in names)


async def _keep(
    session: AsyncSession, row: Supplier, hints: Sequence[SupplierHint], now: datetime
) -> set[str]:
    by_event: dict[str, list[dict[str, str]]] = {}
    for hint in hints:
        by_event.setdefault(hint.event_id, []).append(
            {
                "kind": hint.kind.value,
                "external_id": hint.external_id,
                "reference": hint.reference,
                "supplier_ref": hint.supplier_ref,
            }
        )
    if not by_event:
        return set()
    return await repository.receive(
        session,
        [
            {
                "tenant_id": row.tenant_id,
                "store_id": row.store_id,
                "supplier_id": row.id,
                "event_id": event_id,
                "hints": found,
                "received_at": now,
            }
            for event_id, found in by_event.items()
        ],
    )


def _events(row: Supplier, hints: Sequence[SupplierHint]) -> list[EventData]:
    goods = sorted({hint.external_id for hint in hints if hint.kind in GOODS and hint.external_id})
    told: list[EventData] = [
        SupplierGoodsHinted(supplier_id=row.id, external_ids=goods[start : start + 50])
        for start in range(0, len(goods), 50)
    ]
    seen: set[tuple[str, str, str]] = set()
    for hint in hints:
        about = (hint.kind.value, hint.reference, hint.supplier_ref)
        if hint.kind in GOODS or about in seen or not (hint.reference or hint.supplier_ref):
            continue
        seen.add(about)
        told.append(
            SupplierOrderHinted(
                supplier_id=row.id,
                kind=hint.kind.value,
                reference=hint.reference,
                supplier_ref=hint.supplier_ref,
            )
        )
    return told
