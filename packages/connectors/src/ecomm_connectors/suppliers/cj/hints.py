"""CJ's webhooks as hints, and its reasons for disputes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecomm_connectors.suppliers.errors import InvalidSignature, Refusal, SupplierRefused
from ecomm_connectors.suppliers.port import HintKind, SupplierHint
from ecomm_connectors.suppliers.wire import clean, integer, listed, mapping


def read(said: Mapping[str, Any]) -> tuple[SupplierHint, ...]:
    """A verified body: {messageId, type, messageType, params}. Kinds that we do not know name
    nothing. Raises InvalidSignature for a body without an id."""
    event_id, kind = clean(said.get("messageId"), 100), clean(said.get("type"), 40).upper()
    if not event_id:
        raise InvalidSignature("the signed body is not an event")
    params = mapping(said.get("params"))
    if kind in {"PRODUCT", "VARIANT"}:
        pid, vid = clean(params.get("pid"), 80), clean(params.get("vid"), 80)
        if not pid and not vid:
            return ()
        return (SupplierHint(event_id, HintKind.PRODUCT, external_id=pid, order_key=vid),)
    if kind == "STOCK":
        # {vid: [{…}, …]}: one hint for each variant; the event's id is made its own.
        return tuple(
            SupplierHint(f"{event_id}/{vid}", HintKind.STOCK, order_key=clean(vid, 80))
            for vid in list(params)[:500]
        )
    if kind in {"ORDER", "ORDERSPLIT", "LOGISTIC", "LOGISTICS"}:
        reference = clean(params.get("orderNumber") or params.get("orderNum"), 60)
        number = clean(params.get("orderId") or params.get("cjOrderId"), 80)
        if not reference and not number:
            return ()
        return (SupplierHint(event_id, HintKind.ORDER, reference=reference, supplier_ref=number),)
    return ()


def reason_of(told: Mapping[str, Any], wanted: str) -> int:
    """The id of CJ's reason that shares a word with ours, else of its first. Refused where CJ
    offers none: the order cannot be disputed."""
    reasons = [mapping(one) for one in listed(told.get("disputeReasonList"))]
    known = [
        (integer(one.get("disputeReasonId")), clean(one.get("reasonName")).casefold())
        for one in reasons
    ]
    usable = [(number, name) for number, name in known if number is not None]
    if not usable:
        raise SupplierRefused(Refusal.INVALID, "CJ takes no dispute about this order")
    words = wanted.replace("_", " ").casefold().split()
    for number, name in usable:
        if any(word in name for word in words):
            return number
    return usable[0][0]
