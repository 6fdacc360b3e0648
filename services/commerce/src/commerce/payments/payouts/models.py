"""Table of payout accounts: where a provider sends a store's money."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, tenant_fk


class PayoutAccount(TenantRow, Timestamps, Base):
    """A store's account at a provider, as the provider describes it. `provider_ref` is null until
    the provider has answered. `link` is its page to go on at, good for one visit and some minutes;
    `wanted_at` says when one was asked for that is not there yet."""

    __tablename__ = "payout_accounts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "provider"),
        Index(
            "uq_payout_accounts_provider_ref",
            "provider",
            "provider_ref",
            unique=True,
            postgresql_where=text("provider_ref is not null"),
        ),
    )

    store_id: Mapped[UUID]
    provider: Mapped[str]
    provider_ref: Mapped[str | None]
    country: Mapped[str]
    charges_enabled: Mapped[bool]
    payouts_enabled: Mapped[bool]
    details_submitted: Mapped[bool]
    requirements: Mapped[list[Any]] = mapped_column(JSONB)
    disabled_reason: Mapped[str | None]
    link: Mapped[str | None]
    link_until: Mapped[datetime | None]
    wanted_at: Mapped[datetime | None]
    error: Mapped[str | None]
    checked_at: Mapped[datetime | None]
