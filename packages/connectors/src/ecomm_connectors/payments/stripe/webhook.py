"""Stripe's webhooks: which payment an event is about. What happened is then read by `fetch`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from ecomm_connectors.payments.errors import InvalidSignature
from ecomm_connectors.payments.port import ProviderEvent
from ecomm_connectors.payments.signature import find_header, verify

HEADER: Final = "Stripe-Signature"
MAX_ID: Final = 255
DECLINED: Final = "payment_intent.payment_failed"
"""A try that was refused; `charge.failed` tells of the same one."""


def parse_event(
    raw_body: bytes, headers: Mapping[str, str], now: datetime, secrets: Sequence[str], name: str
) -> ProviderEvent:
    """Verify, then read a snapshot event (https://docs.stripe.com/api/events/object).

    Raises InvalidSignature for anything that is not one, signed by Stripe, now.
    """
    verify(raw_body, find_header(headers, HEADER), secrets, now)
    try:
        event = json.loads(raw_body)
        if event["object"] != "event":
            raise InvalidSignature("the signed body is not a snapshot event")
        thing = event["data"]["object"]
        return ProviderEvent(
            provider=name,
            event_id=_identifier(event["id"]),
            type=_identifier(event["type"]),
            provider_ref=_payment_of(thing),
            occurred_at=datetime.fromtimestamp(event["created"], UTC),
            dispute_ref=_identifier(thing["id"]) if thing["object"] == "dispute" else None,
            account_ref=_identifier(thing["id"]) if thing["object"] == "account" else None,
            declined=event["type"] == DECLINED,
        )
    except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError) as error:
        raise InvalidSignature(
            f"the signed body is not an event ({type(error).__name__})"
        ) from None


def _payment_of(thing: Mapping[str, Any]) -> str | None:
    """What to `fetch`: the session itself, or the payment intent that an inner object names."""
    kind = thing["object"]
    if kind in ("checkout.session", "payment_intent"):
        return _identifier(thing["id"])
    if kind in ("charge", "refund", "dispute") and thing.get("payment_intent"):
        return _identifier(thing["payment_intent"])
    return None


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        raise ValueError("not an identifier")
    return value
