"""Shapes of taxes."""

from uuid import UUID

from ecomm_core.api.schemas import Output


class TaxRateOut(Output):
    """The tax of a country. `rate_ppm` in parts per million: 19 % is 190000."""

    id: UUID
    country: str
    name: str
    rate_ppm: int
