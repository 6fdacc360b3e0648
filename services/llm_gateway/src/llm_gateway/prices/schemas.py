"""Shapes of prices. Decimals travel as text: a JSON number is a float to most who read it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Moment, Output, Text

Rate = Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=14, decimal_places=6)]
"""US dollars per million tokens."""

Provider = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["anthropic"])]
Model = Annotated[Text, Field(min_length=1, max_length=200, examples=["claude-sonnet-4-6"])]


class PriceIn(Input):
    """A price from a time on. What is not given costs what it is part of: cached and written input
    as input, reasoning as output."""

    provider: Provider
    model: Model = Field(
        description="`*`: every model of the provider that has no price of its own"
    )
    input: Rate
    output: Rate
    cached_input: Rate | None = None
    reasoning: Rate | None = None
    cache_write: Rate | None = None
    source: Annotated[Text, Field(min_length=1, max_length=500)]
    valid_from: Moment | None = Field(default=None, description="now, where not given")


class PriceOut(Output):
    """One version of a price, in US dollars per million tokens."""

    id: UUID
    provider: str
    model: str
    version: int
    input: Decimal
    cached_input: Decimal
    output: Decimal
    reasoning: Decimal
    cache_write: Decimal
    source: str
    valid_from: datetime
    created_at: datetime
