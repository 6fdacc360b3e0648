"""A postal address, as checkouts, orders and customers' books have it."""

from typing import Annotated

from pydantic import Field

from ecomm_core.api.schemas import CountryCode, Input

Line = Annotated[str, Field(min_length=1, max_length=200)]


class Address(Input):
    """A postal address."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    line1: Line
    line2: Annotated[str, Field(max_length=200)] | None = None
    city: Annotated[str, Field(min_length=1, max_length=120)]
    state: Annotated[str, Field(max_length=120)] | None = None
    postal_code: Annotated[str, Field(min_length=1, max_length=20)]
    country: CountryCode
    phone: Annotated[str, Field(max_length=40)] | None = None
