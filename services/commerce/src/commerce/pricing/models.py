"""Tables of taxes: one rate per country."""

from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, tenant_fk


class TaxRate(TenantRow, Timestamps, Base):
    """Tax of a country in parts per million (19 % is 190000)."""

    __tablename__ = "tax_rates"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "country"),
        CheckConstraint("rate_ppm between 0 and 1000000", name="rate_ppm"),
    )

    store_id: Mapped[UUID]
    country: Mapped[str]
    name: Mapped[str]
    rate_ppm: Mapped[int]
