"""Reading a provider's movements, and a payment's whole life, for comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.payments.reconciliation.comparing import Theirs
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.payments.port import EntryKind, MoneyEntry, PaymentProvider, RefundStatus
from ecomm_core.kernel import Kernel

Place = tuple[UUID, UUID]
"""(tenant, store)"""


@dataclass(slots=True)
class Books:
    """A provider's movements in a time, by store. `others` were not made by us: an account may
    serve other systems, too."""

    stores: dict[Place, Theirs] = field(default_factory=dict)
    others: int = 0


async def read_books(
    kernel: Kernel,
    provider: PaymentProvider,
    since: datetime,
    until: datetime,
    *,
    only: UUID | None = None,
) -> Books:
    """Page the provider; whose each movement is, is looked up on our side. `only` keeps one store.

    Raises ProviderUnavailable, ProviderRefused.
    """
    books = Books()
    seen: dict[str, Any] = {}
    async for entry in provider.list_since(since, until=until):
        place = await _whose(kernel, provider, entry, seen)
        if place is None:
            stray = _named(entry.metadata)
            if stray is None:
                books.others += 1
            elif only is None or stray[1] == only:
                books.stores.setdefault(stray, Theirs()).strays.append(entry)
            continue
        tenant_id, store_id, payment_id = place
        if only is None or store_id == only:
            books.stores.setdefault((tenant_id, store_id), Theirs()).add(payment_id, entry)
    return books


async def whole_life(
    provider: PaymentProvider, provider_ref: str | None, disputes: set[str]
) -> dict[EntryKind, int]:
    """Everything the provider moved of one payment, whenever that was.

    Raises ProviderUnavailable. What the provider has never heard of has moved nothing.
    """
    found = dict.fromkeys(EntryKind, 0)
    if provider_ref is not None:
        try:
            state = await provider.fetch(provider_ref)
        except ProviderRefused as error:
            if error.reason != "not_found":
                raise
        else:
            found[EntryKind.CHARGE] = state.amount_captured
            refunds = await provider.list_refunds(provider_ref) if state.amount_refunded else ()
            counted = (RefundStatus.PENDING, RefundStatus.SUCCEEDED)
            found[EntryKind.REFUND] = sum(r.amount for r in refunds if r.status in counted)
    for ref in sorted(disputes):
        try:
            dispute = await provider.fetch_dispute(ref)
        except ProviderRefused as error:
            if error.reason != "not_found":
                raise
        else:
            found[EntryKind.DISPUTE] += dispute.withdrawn
            found[EntryKind.DISPUTE_RETURN] += dispute.returned
    return found


async def _whose(
    kernel: Kernel, provider: PaymentProvider, entry: MoneyEntry, seen: dict[str, Any]
) -> tuple[UUID, UUID, UUID] | None:
    """(tenant, store, payment) of a movement: by our id, by the provider's, or by asking the
    provider which of its sessions it belongs to."""
    if entry.provider_ref in seen:
        found: tuple[UUID, UUID, UUID] | None = seen[entry.provider_ref]
        return found
    reference = entry.reference if entry.kind is EntryKind.CHARGE else ""
    place = await _by_id(kernel, reference or entry.metadata.get("payment_id", ""))
    if place is None:
        row = await kernel.database.read("locate_payment", provider.name, entry.provider_ref)
        place = (row[0], row[1], row[2]) if row is not None else None
    if place is None and not reference:
        try:
            state = await provider.fetch(entry.provider_ref)
        except ProviderRefused:
            place = None
        else:
            place = await _by_id(kernel, state.reference)
    seen[entry.provider_ref] = place
    return place


async def _by_id(kernel: Kernel, reference: str) -> tuple[UUID, UUID, UUID] | None:
    try:
        payment_id = UUID(reference)
    except ValueError:
        return None
    row = await kernel.database.read("locate_payment_id", payment_id)
    return (row[0], row[1], row[2]) if row is not None else None


def _named(metadata: Mapping[str, str]) -> Place | None:
    """The store that we wrote on a payment nobody here knows any more."""
    try:
        return UUID(metadata["tenant_id"]), UUID(metadata["store_id"])
    except (KeyError, ValueError):
        return None
