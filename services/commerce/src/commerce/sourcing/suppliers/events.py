"""What happens at suppliers, told to the rooms above."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class SupplierAttention(EventData):
    """A supplier no longer takes our credentials: somebody has to connect it again."""

    type: ClassVar[str] = "supplier.attention"
    resource_type: ClassVar[str] = "supplier"
    supplier_id: UUID
    name: str
    reason: str


class SupplierOrderHinted(EventData):
    """A verified webhook says that something of an order or complaint changed; the truth is read
    from the supplier. Either `reference` (ours) or `supplier_ref` names it."""

    type: ClassVar[str] = "supplier.order_hinted"
    resource_type: ClassVar[str] = "supplier"
    supplier_id: UUID
    kind: str
    reference: str
    supplier_ref: str


class SupplierGoodsHinted(EventData):
    """A verified webhook says that products changed; they are read again."""

    type: ClassVar[str] = "supplier.goods_hinted"
    resource_type: ClassVar[str] = "supplier"
    supplier_id: UUID
    external_ids: list[str]
