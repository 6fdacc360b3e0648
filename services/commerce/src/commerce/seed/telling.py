"""What the people of a demo shop were told of lately, as their bell shows it: the newest unread."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from commerce.notifications.kinds import NotificationKind as Kind
from commerce.seed.history import History, Row
from commerce.seed.supply.settling import Settling

RECENT: Final = timedelta(days=6)
UNREAD: Final = timedelta(hours=20)


def tell(past: History, settling: Settling | None, user_id: UUID) -> None:
    """Write down what the merchant heard of in the last days."""
    found = sorted(_news(past, settling), key=lambda one: (one[0], str(one[3])))
    for at, kind, resource, resource_id, facts in found:
        if not past.now - RECENT < at < past.now:
            continue
        past.put(
            "notifications",
            id=past.new_id(at),
            user_id=user_id,
            event_id=past.new_id(at),
            kind=kind.value,
            resource_type=resource,
            resource_id=resource_id,
            facts=facts,
            units=1,
            folded_into=None,
            in_app=True,
            at=at,
            mail_at=None,
            read_at=at + timedelta(minutes=40) if past.now - at > UNREAD else None,
            created_at=at,
        )


def _news(
    past: History, settling: Settling | None
) -> Iterator[tuple[datetime, Kind, str, UUID, Row]]:
    numbers: dict[UUID, int] = {}
    for sold in past.sold:
        number = numbers[sold.ids["order"]] = sold.order["number"]
        amount = {"amount": sold.order["total"], "currency": sold.order["currency"]}
        facts: dict[str, Any] = {"number": number, "test": False, "amount": amount}
        yield sold.at, Kind.ORDER_PLACED, "order", sold.ids["order"], facts
        score = {"number": number, "score": sold.score, "test": False}
        checked = sold.at + timedelta(seconds=45)
        if sold.fraud == "hold":
            yield checked, Kind.FRAUD_HELD, "order", sold.ids["order"], score
        elif sold.fraud == "review":
            yield checked, Kind.FRAUD_REVIEW, "order", sold.ids["order"], score
    titles = {str(one["product_id"]): one["title"] for one in past.variants}
    for review in past.tables.get("reviews", []):
        facts = {
            "rating": review["rating"],
            "status": "pending",
            "title": titles[str(review["product_id"])],
        }
        yield review["created_at"], Kind.REVIEW_WRITTEN, "review", review["id"], facts
    if settling is None:
        return
    for row in settling.rows.values():
        if row["status"] in ("awaiting_approval", "unknown", "rejected") or row["flagged"]:
            facts = {
                "number": row["number"],
                "order_number": numbers[row["order_id"]],
                "status": row["status"],
                "reason": row["reason"] or row["flagged"],
                "title": settling.names[row["supplier_id"]],
            }
            at = row["updated_at"]
            yield at, Kind.PURCHASE_ATTENTION, "purchase_order", row["id"], facts
