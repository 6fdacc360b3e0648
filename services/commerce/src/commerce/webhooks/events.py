"""What happens to webhooks themselves."""

from typing import ClassVar, Literal
from uuid import UUID

from ecomm_core.outbox.events import EventData


class WebhookDisabled(EventData):
    """Nothing is sent to a webhook any more: it failed for 72 hours, or answered 410 Gone."""

    type: ClassVar[str] = "webhook.disabled"
    resource_type: ClassVar[str] = "webhook"

    webhook_id: UUID
    name: str
    host: str
    reason: Literal["failing", "gone"]
