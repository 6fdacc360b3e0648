"""What the catalogue needs to know and say about stock; `inventory` above it does it.

The composition root puts the implementation into the kernel's parts, so that creating a product
and its stock is one transaction and no arrow points upwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

from sqlalchemy import Subquery
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.kernel import Kernel

PART: Final = "stock"


@dataclass(frozen=True, slots=True)
class StockWish:
    """What a merchant wants for a variant. `stock` None: untracked when new, else unchanged;
    `policy` None: deny when new, else unchanged. `field` is named in refusals."""

    variant_id: UUID
    stock: int | None
    policy: str | None
    field: str


@dataclass(frozen=True, slots=True)
class VariantStock:
    """Stock of a variant right now."""

    tracked: bool
    policy: str
    on_hand: int
    committed: int
    reserved: int
    available: int


@runtime_checkable
class StockPort(Protocol):
    """Stock of the catalogue's variants."""

    async def open(
        self,
        session: AsyncSession,
        *,
        tenant_id: UUID,
        store_id: UUID,
        wishes: Mapping[UUID, Sequence[StockWish]],
        actor: str,
        now: datetime,
    ) -> None:
        """Begin to keep stock of new variants, by product."""

    async def apply(
        self, session: AsyncSession, *, wishes: Sequence[StockWish], actor: str, now: datetime
    ) -> bool:
        """Set stock and policy of known variants; True where anything changed.

        Raises a refusal (409) naming each wish's field whose stock would fall below what is sold
        or held.
        """

    async def of_products(
        self, session: AsyncSession, product_ids: Sequence[UUID], now: datetime
    ) -> Mapping[UUID, VariantStock]:
        """Stock of these products' variants, by variant."""

    def levels(self, now: datetime) -> Subquery:
        """(variant_id, product_id, tracked, available, …) of every variant, to join."""


def stock_of(kernel: Kernel) -> StockPort:
    """The implementation of this process."""
    port = kernel.parts[PART]
    if not isinstance(port, StockPort):
        raise TypeError("wiring puts the stock port into kernel.parts")
    return port
