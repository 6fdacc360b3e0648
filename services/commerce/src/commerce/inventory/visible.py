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
from commerce.inventory.events import InventoryBulkChanged, InventoryChanged, VariantStockData
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

    @property
    def seen(self) -> bool:
        """A product page changes."""
        return shown(self.before, self.policy_before) != shown(self.after, self.policy_after)

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
    """Drop the tags of what changed on the shop's pages, and emit `inventory.changed`.

    One event per variant, in the order of the locked rows, so that two transactions never wait
    for each other's sequences.
    """
    for change in changes:
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


async def announce_together(
    session: AsyncSession, outbox: Outbox, changes: Sequence[Change]
) -> None:
    """The same for variants of one product that a merchant changed together: one event per 500."""
    if len(changes) == 1:
        await announce(session, outbox, changes, always=True)
        return
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
