"""Settings of the gateway on top of the kernel's. `LLM_GATEWAY_X` stands for `X`."""

from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from ecomm_core.settings import CoreSettings


class GatewaySettings(CoreSettings):
    """Read once at the composition roots."""

    service: ClassVar[str] = "llm_gateway"

    slice_percent: int = Field(
        default=2,
        ge=1,
        le=50,
        validation_alias="ECOMM_BUDGET_SLICE_PERCENT",
        description="How much of a budget a process leases at once, in percent of its cap: what a "
        "killed process can make unusable until an operator gives it back.",
    )
    lease_seconds: int = Field(
        default=60,
        ge=10,
        le=600,
        validation_alias="ECOMM_BUDGET_LEASE_SECONDS",
        description="How long a process that says nothing keeps what it leased of a budget.",
    )
    worst_input_price: Decimal = Field(
        default=Decimal(30),
        ge=0,
        validation_alias="ECOMM_WORST_INPUT_PRICE",
        description="US dollars per million input tokens that are reserved, and counted against "
        "budgets, where no price is known.",
    )
    worst_output_price: Decimal = Field(
        default=Decimal(150),
        ge=0,
        validation_alias="ECOMM_WORST_OUTPUT_PRICE",
        description="The same for output tokens.",
    )
    calls_kept_days: int = Field(
        default=90,
        ge=1,
        le=3_650,
        validation_alias="ECOMM_USAGE_CALLS_KEPT_DAYS",
        description="Days for which single calls are kept; the sums of days stay.",
    )
