"""What every context is: data with words about each field, and an example to preview with."""

from datetime import date, datetime
from typing import Annotated, Any, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from ecomm_core.api.schemas import BLANKS, Money


class Part(BaseModel):
    """A piece of a context. Nothing unknown may be in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MailContext(Part):
    """What a mail of one kind is made of. Amounts are `Money`, times are times: they are written
    in the store's language and time zone before a template sees them."""

    @classmethod
    def example(cls) -> Self:
        """Data to preview with: each field's first example."""
        return cls.model_validate(_example(cls))


Line: TypeAlias = Annotated[str, Field(max_length=300)]
"""Text on one line."""
Url: TypeAlias = Annotated[str, Field(max_length=2_000, pattern=rf"^https?://[^{BLANKS}<>\"]+$")]

__all__ = ["Line", "MailContext", "Money", "Part", "Url", "date", "datetime"]


def _example(model: type[BaseModel]) -> dict[str, Any]:
    return {
        name: field.examples[0]
        for name, field in model.model_fields.items()
        if field.examples is not None
    }
