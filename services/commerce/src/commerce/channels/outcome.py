"""What came of a record."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from commerce.flows.incoming import Issue


@dataclass(slots=True)
class Outcome:
    """What was done, or would be. `follow`: records that come of this one (a redirect from where
    it was). `pictures`: some are to be fetched."""

    action: str
    local_id: UUID | None
    changes: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    follow: list[dict[str, Any]] = field(default_factory=list)
    pictures: bool = False
