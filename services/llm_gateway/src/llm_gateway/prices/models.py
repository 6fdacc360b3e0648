"""Table of prices. Never changed: a new price is a new version."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import CheckConstraint, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import TenantRow
from llm_gateway.db import Base

PRICE: Final = Numeric(20, 6)
"""US dollars per million tokens, which is micro-dollars per token."""


class ModelPrice(TenantRow, Base):
    """What a provider asks for a model's tokens, from a time on."""

    __tablename__ = "model_prices"
    __table_args__ = (
        UniqueConstraint("tenant_id", "provider", "model", "version"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint(
            "least(input, cached_input, output, reasoning, cache_write) >= 0", name="amounts"
        ),
    )

    provider: Mapped[str]
    model: Mapped[str] = mapped_column(comment="`*`: every model of the provider not named")
    version: Mapped[int]
    input: Mapped[Decimal] = mapped_column(PRICE)
    cached_input: Mapped[Decimal] = mapped_column(PRICE)
    output: Mapped[Decimal] = mapped_column(PRICE)
    reasoning: Mapped[Decimal] = mapped_column(PRICE)
    cache_write: Mapped[Decimal] = mapped_column(PRICE)
    source: Mapped[str]
    valid_from: Mapped[datetime]
    created_at: Mapped[datetime]
