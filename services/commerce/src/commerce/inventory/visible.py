"""What a change of stock means to the shop's pages: which cached replies go, who is told.

A product page shows "sold out", or how many are left when it is `SHOWN_LEFT` or fewer. Holding
unit 40 of 100 changes no page, so nothing is dropped and nobody is told; a unit that changes the
page is told in the same transaction. Merchants' own adjustments are always told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.inventory.events import (
    InventoryBulkChanged,
    InventoryChanged,
    InventoryLow,
    VariantStockData,
)
from commerce.inventory.kits import KitStock, kits_of
from commerce.inventory.models import Policy
from ecomm_core.db.signals import drop_tags
from ecomm_core.outbox.events import Outbox

SHOWN_LEFT: Final = 5
"""The shop says "3 left" from here down; merchants see the variant as low."""

BULK: Final = 500
"""Variants per bulk event."""


@dataclass(frozen=True, slots=True)
class Change:
    """Available units of one variant before and after; None where not tracked."""

    tenant_id: UUID
    store_id: UUID
    product_id: UUID
    variant_id: UUID
    policy_before: str
    policy_after: str
    before: int | None
    after: int | None
    low_at: int | None = None
    kits: tuple[int, ...] | None = None
    """How many units of it each kit takes that it is part of; None: has to be looked up."""

    @property
    def threshold(self) -> int:
        """Units left at which the merchant is warned."""
        return SHOWN_LEFT if self.low_at is None else self.low_at

    @property
    def runs_low(self) -> bool:
        """The threshold was crossed downwards just now: warned once, until it rises above again."""
        return (
            self.before is not None
            and self.after is not None
            and self.before > self.threshold >= self.after
        )

    @property
    def seen(self) -> bool:
        """A product page changes."""
        return shown(self.before, self.policy_before) != shown(self.after, self.policy_after)

    @property
    def kits_change(self) -> bool:
        """A kit's page changes with it, or may."""
        if self.kits is None:
            return True
        return any(self._per_kit(self.before, n) != self._per_kit(self.after, n) for n in self.kits)

    def _per_kit(self, available: int | None, quantity: int) -> int | None:
        whole = None if available is None else max(available, 0) // quantity
        return shown(whole, self.policy_after)

    @property
    def turned(self) -> bool:
        """It sold out or came back: lists of products change, too."""
        return for_sale(self.before, self.policy_before) != for_sale(self.after, self.policy_after)


def for_sale(available: int | None, policy: str) -> bool:
    """Whether a shopper can buy one."""
    return available is None or policy == Policy.BACKORDER or available > 0


def shown(available: int | None, policy: str) -> int | None:
    """What the page makes of it: None for plenty, else the number left, 0 for sold out."""
    if available is None or policy == Policy.BACKORDER or available > SHOWN_LEFT:
        return None
    return max(available, 0)


async def announce(
    session: AsyncSession, outbox: Outbox, changes: Iterable[Change], *, always: bool = False
) -> None:
    """Drop the tags of what changed on the shop's pages, and emit `inventory.changed`; kits that
    are made of it follow.

    One event per variant, in the order of the locked rows, so that two transactions never wait
    for each other's sequences.
    """
    known = list(changes)
    for change in known:
        await _warn(session, outbox, change)
        if not (change.seen or always):
            continue
        dropped = _tags(change)
        drop_tags(session, *dropped)
        await outbox.emit(
            session,
            InventoryChanged(product_id=change.product_id, stock=_data(change), tags=dropped),
            tenant_id=change.tenant_id,
            store_id=change.store_id,
            resource_id=change.variant_id,
        )
    await _kits_follow(session, outbox, known)


async def announce_together(
    session: AsyncSession, outbox: Outbox, changes: Sequence[Change]
) -> None:
    """The same for variants of one product that a merchant changed together: one event per 500."""
    if len(changes) == 1:
        await announce(session, outbox, changes, always=True)
        return
    for change in changes:
        await _warn(session, outbox, change)
    for start in range(0, len(changes), BULK):
        batch = changes[start : start + BULK]
        first = batch[0]
        dropped = sorted({tag for change in batch for tag in _tags(change)})
        drop_tags(session, *dropped)
        await outbox.emit(
            session,
            InventoryBulkChanged(
                product_id=first.product_id, stock=[_data(c) for c in batch], tags=dropped
            ),
            tenant_id=first.tenant_id,
            store_id=first.store_id,
            resource_id=first.product_id,
        )
    await _kits_follow(session, outbox, changes)


async def _kits_follow(session: AsyncSession, outbox: Outbox, changes: Sequence[Change]) -> None:
    moved = [change for change in changes if change.kits_change]
    if moved:
        first = moved[0]
        kits = await kits_of(session, first.store_id, [change.variant_id for change in moved])
        await announce_kits(session, outbox, first.tenant_id, first.store_id, kits)


async def announce_kits(
    session: AsyncSession,
    outbox: Outbox,
    tenant_id: UUID,
    store_id: UUID,
    kits: Sequence[KitStock],
) -> None:
    """Tell that kits have as many units as their components leave now (in the order of their ids,
    so that no two transactions wait for each other's sequences)."""
    for kit in sorted(kits, key=lambda kit: kit.variant_id):
        dropped = [tags.product(store_id, kit.product_id), tags.products(store_id)]
        drop_tags(session, *dropped)
        stock = VariantStockData(
            variant_id=kit.variant_id,
            available=kit.units,
            for_sale=for_sale(kit.units, Policy.DENY),
        )
        await outbox.emit(
            session,
            InventoryChanged(product_id=kit.product_id, stock=stock, tags=dropped),
            tenant_id=tenant_id,
            store_id=store_id,
            resource_id=kit.variant_id,
        )


async def _warn(session: AsyncSession, outbox: Outbox, change: Change) -> None:
    if change.runs_low and change.after is not None:
        await outbox.emit(
            session,
            InventoryLow(
                product_id=change.product_id,
                variant_id=change.variant_id,
                available=change.after,
                threshold=change.threshold,
            ),
            tenant_id=change.tenant_id,
            store_id=change.store_id,
            resource_id=change.variant_id,
        )


def _tags(change: Change) -> list[str]:
    dropped = [tags.product(change.store_id, change.product_id)]
    if change.turned:
        dropped.append(tags.products(change.store_id))
    return dropped


def _data(change: Change) -> VariantStockData:
    return VariantStockData(
        variant_id=change.variant_id,
        available=change.after,
        for_sale=for_sale(change.after, change.policy_after),
    )
