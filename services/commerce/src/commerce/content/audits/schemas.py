"""Shapes of SEO audits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.content.audits.models import AuditState, Thing
from ecomm_core.api.schemas import Output


class SeoAuditOut(Output):
    """A run over everything that the shop shows; `score` from 0 to 100 once it is done."""

    id: UUID
    state: AuditState
    score: int | None
    findings: int
    examined: dict[str, int]
    created_by: str
    created_at: datetime
    finished_at: datetime | None


class SeoRuleOut(Output):
    """How a rule fared: of `examined` things `failing` break it. `points` are its part of the
    hundred, `lost_ppm` what it took of them, in millionths of a point."""

    rule: str
    points: int
    examined: int
    failing: int
    lost_ppm: int


class SeoAuditWholeOut(SeoAuditOut):
    """A run with what its score is made of: the rules that cost most first."""

    rules: list[SeoRuleOut]


class SeoFindingOut(Output):
    """Something amiss with a thing of the shop. `detail` has what there is to say of it: lengths,
    counts, other addresses."""

    id: UUID
    rule: str
    thing: Thing
    thing_id: UUID
    title: str
    path: str
    detail: dict[str, Any]
