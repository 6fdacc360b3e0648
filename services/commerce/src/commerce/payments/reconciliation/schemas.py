"""Shapes of reconciliation."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from commerce.payments.reconciliation.models import MismatchKind, RunStatus
from ecomm_core.api.schemas import Input, Money, Output


class RunOut(Output):
    """One comparison: `payments` were looked at, `mismatches` of them did not match."""

    id: UUID
    status: RunStatus
    since: datetime
    until: datetime
    payments: int
    mismatches: int
    actor: str
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class MismatchOut(Output):
    """What does not match: `expected` by the ledger, `found` at the provider. `provider_ref` is
    what to look for in the provider's own pages."""

    id: UUID
    run_id: UUID
    provider: str
    kind: MismatchKind
    payment_id: UUID | None
    order_id: UUID | None
    order_number: int | None
    provider_ref: str | None
    expected: Money
    found: Money
    found_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    note: str | None


class ResolveIn(Input):
    """How it was put right, for whoever asks next year."""

    note: Annotated[str, Field(min_length=3, max_length=1000)]
