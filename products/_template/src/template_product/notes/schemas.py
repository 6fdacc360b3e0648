"""Shapes of notes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output, Text


class NoteIn(Input):
    """A new note about a product."""

    product_id: UUID
    words: Annotated[Text, Field(min_length=1, max_length=2_000)]


class NoteOut(Output):
    """A note. `written_by` null: made when the product was."""

    id: UUID
    product_id: UUID
    words: str
    written_by: UUID | None
    created_at: datetime
