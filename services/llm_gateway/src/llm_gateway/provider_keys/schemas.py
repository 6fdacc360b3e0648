"""Shapes of providers' keys. Nothing that goes out has a place for one."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from ecomm_core.api.schemas import Input, Output, WebUrl
from llm_gateway.provider_keys.models import Kind

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["anthropic"])]


class ProviderKeyIn(Input):
    """A provider's key, and where it is shown: the kind's own address where none is given."""

    kind: Kind
    key: Annotated[SecretStr, Field(min_length=8, max_length=500)]
    base_url: WebUrl | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.kind is Kind.COMPATIBLE and self.base_url is None:
            raise ValueError("a compatible provider needs a base_url")
        return self


class ProviderKeyOut(Output):
    """That a key is set, and its last four characters."""

    provider: str
    kind: Kind
    base_url: str | None
    hint: str
    created_at: datetime
