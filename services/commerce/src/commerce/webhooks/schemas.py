"""Shapes of webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from ecomm_core.api.schemas import Input, Moment, Output, Text, WebUrl
from ecomm_core.contracts.names import EventName
from ecomm_core.delivery.log_book import DeadReason, DeliveryStatus


class WebhookIn(Input):
    """A webhook, whole. `url` is https (plain http in local mode), on port 443, 80, 8080 or 8443,
    and leads to a public address."""

    name: Annotated[Text, Field(min_length=1, max_length=120, examples=["Our warehouse"])]
    url: Annotated[WebUrl, Field(examples=["https://hooks.example.org/ecomm"])]
    types: Annotated[
        list[EventName],
        Field(min_length=1, max_length=len(EventName), examples=[["order.created", "order.paid"]]),
    ]


class SwitchIn(Input):
    """On or off."""

    enabled: StrictBool


class TestIn(Input):
    """Which event to make up; null is a message without an occasion."""

    type: EventName | None = None


class ReplayIn(Input):
    """Everything since a time, or what was not delivered of it; at most 30 days are kept."""

    since: Moment
    failed_only: StrictBool = True


class FiguresOut(Output):
    """Of the last 24 hours; `waiting` of all time. Latencies are of tries that were taken."""

    delivered: int
    failed_tries: int
    dead: int
    waiting: int
    latency_p50_ms: int | None
    latency_p95_ms: int | None


class WebhookOut(Output):
    """A webhook as it is. `disabled_reason`: the platform gave it up. `resume_at`: it has failed so
    often that nothing is sent before, or its receiver asked to wait. `old_secret_until`: the secret
    before the newest one signs as well until then."""

    id: UUID
    name: str
    url: str
    types: list[str]
    status: Literal["active", "paused", "disabled"]
    disabled_reason: Literal["failing", "gone"] | None
    disabled_at: datetime | None
    failing_since: datetime | None
    resume_at: datetime | None
    last_success_at: datetime | None
    old_secret_until: datetime | None
    created_at: datetime


class WebhookDetail(WebhookOut):
    """A webhook with its figures."""

    figures: FiguresOut


class NewWebhookOut(WebhookOut):
    """A webhook with its secret, which is shown this once."""

    secret: str


class DeliveryOut(Output):
    """A message for a webhook. `response_code`, `error` and `latency_ms` are the last try's;
    `next_try_at` is null once its fate is known."""

    id: UUID
    event_id: UUID
    type: str
    test: bool
    status: DeliveryStatus
    dead_reason: DeadReason | None
    attempts: int
    on_the_way: bool
    response_code: int | None
    latency_ms: int | None
    error: str | None
    next_try_at: datetime | None
    done_at: datetime | None
    created_at: datetime


class AttemptOut(Output):
    """A try. The answer's body is cut at 64 KiB."""

    number: int
    at: datetime
    status: Literal["succeeded", "failed", "lost"]
    response_code: int | None
    latency_ms: int | None
    error: str | None
    next_try_at: datetime | None
    request_headers: dict[str, Any]
    response_headers: dict[str, Any] | None
    response_body: str | None


class DeliveryDetail(DeliveryOut):
    """A message with its newest hundred tries, the newest first. `body` is cut at 64 KiB here; it
    was sent whole."""

    body: str
    tries: list[AttemptOut]


class ReplayOut(Output):
    """How many messages go out again."""

    replayed: int


class EventOut(Output):
    """An event that can be asked for, with the JSON Schema of its `data` and a whole message."""

    type: str
    group: str
    summary: str
    version: int
    data_schema: dict[str, Any]
    example: dict[str, Any]


class CatalogueOut(Output):
    """Every event, and the JSON Schema that all messages have in common."""

    envelope: dict[str, Any]
    events: list[EventOut]
