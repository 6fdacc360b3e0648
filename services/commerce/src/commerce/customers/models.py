"""Tables of shoppers' accounts: per store, sharing no row with merchants' users."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, tenant_fk


class CustomerAccount(TenantRow, Timestamps, Base):
    """A shopper of one store; e-mail case-folded."""

    __tablename__ = "customer_accounts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "email"),
    )

    store_id: Mapped[UUID]
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    email_verified_at: Mapped[datetime | None]
