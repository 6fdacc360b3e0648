"""A mail before it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from commerce.mail.contexts.base import MailContext
from commerce.mail.kinds import Kind
from commerce.mail.language.drawing import Source

Notice = Literal["test", "sample"]
"""`test`: no money moved. `sample`: it is a preview, with example data."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said to whom. `key` names the occasion: a second one is never sent.

    source: ids it can be made of again; None for one that somebody wished for (see `service.send`).
    notice: what it says above all else. draft: words to try, instead of the store's.
    """

    key: str
    kind: Kind
    recipient: str
    tenant_id: UUID
    store_id: UUID | None
    order_id: UUID | None
    context: MailContext
    source: Mapping[str, str] | None = None
    notice: Notice | None = None
    draft: Source | None = None
