"""Shapes of shoppers' accounts. A shopper belongs to one store and is no user."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from ecomm_core.api.schemas import Input, Output


class CustomerRegisterIn(Input):
    """A new shopper account of one store."""

    email: EmailStr
    password: Annotated[str, Field(min_length=8, max_length=128)]
    name: Annotated[str, Field(min_length=1, max_length=120)]


class CustomerOut(Output):
    """A shopper as they see themselves."""

    id: UUID
    email: str
    name: str
    created_at: datetime


class CustomerTokensOut(Output):
    """A pair of tokens with the shopper audience. `expires_in` in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    user: CustomerOut
