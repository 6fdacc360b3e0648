"""Shapes of the ledger."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ecomm_core.api.schemas import Output
from llm_gateway.ledger.models import Outcome


class By(StrEnum):
    """What use is summed by."""

    DAY = "day"
    SERVICE = "service"
    KEY = "key"
    FEATURE = "feature"
    PROVIDER = "provider"
    MODEL = "model"


class UsageOut(Output):
    """Sums of one group. `cost_micro` is of the calls whose price is known; `unpriced` counts the
    others, which `charged_micro` holds at the worst case."""

    group: str
    calls: int
    failed: int
    unpriced: int
    input_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    output_tokens: int
    reasoning_tokens: int
    cost_micro: Decimal
    charged_micro: Decimal


class UsageReportOut(Output):
    """What a tenant used in a period, both days included, UTC."""

    since: date
    until: date
    by: By
    groups: list[UsageOut]
    total: UsageOut


class TenantUsageOut(UsageOut):
    """What one tenant used; `group` is its name."""

    tenant_id: UUID
    service: str


class CallOut(Output):
    """One call."""

    id: UUID
    at: datetime
    key_id: UUID
    service: str
    feature: str
    asked: str
    provider: str
    model: str
    input_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    output_tokens: int
    reasoning_tokens: int
    cost_micro: Decimal | None
    charged_micro: Decimal
    priced: bool
    price_version: int | None
    outcome: Outcome
    stream: bool
    ms: int
