"""What becomes of a paid order with time: parcels, and what is heard of them.

All of it follows from the order's id and the moment it was paid, so it is the same however often
it is read, and needs nobody to advance it.
"""

from __future__ import annotations

from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server.catalogue import WAREHOUSES, chance
from ecomm_connectors.suppliers.simulated.server.drift import HOUR
from ecomm_connectors.suppliers.simulated.server.lanes import SERVICES
from ecomm_connectors.suppliers.simulated.server.store import Doc

DAY: Final = 24 * HOUR
_CARRIERS: Final = {"CN": "Yanwen Line", "EU": "Polder Post", "US": "Coastline Ground"}


def label_at(order: Doc) -> float | None:
    """When the first parcel gets its label: until then the order can be cancelled."""
    if order["paid_at"] is None or order["stalled"]:
        return None
    return float(order["paid_at"]) + (4 + chance(order["id"], "pack") * 16) * HOUR


def parcels(order: Doc, now: float) -> list[dict[str, Any]]:
    """The parcels with a label at `now`, each with its events so far, oldest first."""
    if order["status"] in {"cancelled", "rejected"}:
        return []
    return [parcel for parcel in _schedule(order, now) if parcel["events"]]


def status(order: Doc, now: float) -> str:
    """`unpaid`, `paid`, `shipped`, `delivered`, `cancelled` or `rejected` at `now`."""
    if order["status"] != "placed":
        return str(order["status"])
    if order["paid_at"] is None:
        return "unpaid"
    planned = _schedule(order, now)
    if planned and all(_arrived(parcel) for parcel in planned):
        return "delivered"
    return "shipped" if any(len(parcel["events"]) > 1 for parcel in planned) else "paid"


def moments(order: Doc) -> list[float]:
    """When a webhook is due: labels, departures, and arrivals, of each parcel."""
    told = {"label_created", "picked_up", "delivered"}
    return sorted(
        event["at"]
        for parcel in _schedule(order, float("inf"))
        for event in parcel["events"]
        if event["code"] in told
    )


def _arrived(parcel: dict[str, Any]) -> bool:
    return any(event["code"] == "delivered" for event in parcel["events"])


def _schedule(order: Doc, now: float) -> list[dict[str, Any]]:
    first = label_at(order)
    if first is None:
        return []
    # The panel's "advance" moves what time does, not the clock.
    now += float(order["ahead"])
    groups = [order["lines"]]
    if len(order["lines"]) > 1 and order["split"]:
        groups = [order["lines"][:1], order["lines"][1:]]
    return [_parcel(order, at, lines, first, now) for at, lines in enumerate(groups)]


def _parcel(
    order: Doc, position: int, lines: list[Doc], label: float, now: float
) -> dict[str, Any]:
    place = WAREHOUSES[order["warehouse"]]
    service = SERVICES[order["service"]]
    least, most = service.days
    label += position * 7 * HOUR
    left = label + (3 + chance(order["id"], position, "left") * 5) * HOUR
    days = least + chance(order["id"], position, "days") * (most - least)
    arrival = left + days * DAY
    country = order["address"]["country"]
    plan = [
        (label, "label_created", "Shipping label created", place.name),
        (left, "picked_up", "Picked up by carrier", place.name),
        (left + (arrival - left) * 0.35, "in_transit", "Departed sorting centre", place.name),
        (left + (arrival - left) * 0.75, "in_transit", "Arrived in destination country", country),
        (arrival - 5 * HOUR, "out_for_delivery", "Out for delivery", order["address"]["city"]),
        (arrival, "delivered", "Delivered", order["address"]["city"]),
    ]
    if not service.tracked:
        plan = [plan[0], plan[1], plan[5]]
    digits = int(chance(order["id"], position, "number") * 10**10)
    number = f"{order['warehouse']}{digits:010}SP"
    return {
        "number": number,
        "carrier": _CARRIERS[order["warehouse"]],
        "track_path": f"/track/{number}",
        "lines": {line["sku"]: line["units"] for line in lines},
        "events": [
            {"at": at, "code": code, "text": text, "place": where}
            for at, code, text, where in plan
            if at <= now
        ],
    }
