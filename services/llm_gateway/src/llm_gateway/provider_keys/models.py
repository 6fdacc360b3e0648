"""Table of providers' keys."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import TenantRow, one_of
from llm_gateway.db import Base


class Kind(StrEnum):
    """Whose wire shapes a provider speaks."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai"
    COMPATIBLE = "compatible"
    """Anybody's server that speaks OpenAI's shapes, at `base_url`."""


class ProviderKey(TenantRow, Base):
    """A provider's key, and where it is shown."""

    __tablename__ = "provider_keys"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("kind <> 'compatible' or base_url is not null", name="base_url"),
        Index(
            "uq_provider_keys_provider",
            "tenant_id",
            "provider",
            unique=True,
            postgresql_where=text("removed_at is null"),
        ),
    )

    provider: Mapped[str]
    kind: Mapped[str]
    base_url: Mapped[str | None]
    sealed: Mapped[str] = mapped_column(comment="sealed")
    hint: Mapped[str] = mapped_column(comment="its last four characters")
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
