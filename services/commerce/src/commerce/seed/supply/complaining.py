"""What a demo shop complained of at its suppliers, once customers had been given back: the newest
is still thought about, the others are decided."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from commerce.seed.history import Row
from commerce.seed.supply.settling import Settling
from commerce.sourcing.purchasing.complaints import ASKED_AGAIN, TOLD, WORDS
from commerce.sourcing.purchasing.models import PurchaseDisputeStatus, PurchaseStatus
from ecomm_connectors.suppliers.orders import DisputeState, SupplierOrderState

AFTER: Final = timedelta(hours=22)
"""How long after the refund somebody complained."""

THINKING: Final = timedelta(days=2)
MESSAGE: Final = "Our customer sent it back: it is not as described. Please see the pictures."


@dataclass(slots=True)
class Complaint:
    """A complaint about a purchase order's line."""

    purchase: Row
    line: Row
    refund_id: UUID
    at: datetime
    reference: str

    @property
    def asked(self) -> Row:
        """As the supplier is told of it."""
        return {
            "reference": self.reference,
            "order": self.purchase["reference"],
            "at": self.at.timestamp(),
            "lines": {self.line["external_sku"]: self.line["quantity"]},
            "amount": self.line["goods"],
            "reason": "not_as_described",
            "message": MESSAGE,
        }


def complaints(settling: Settling) -> dict[UUID, list[Complaint]]:
    """Account -> complaints about what came back. The last one was made yesterday evening."""
    past = settling.past
    found: dict[UUID, list[Complaint]] = defaultdict(list)
    lines = {
        line["order_item_id"]: line
        for line in past.tables.get("purchase_lines", [])
        if line["active"]
    }
    by_id = {row["id"]: row for row in settling.rows.values()}
    back = past.tables.get("refund_lines", [])
    wanted = [one for one in back if one["order_item_id"] in lines]
    moments = {one["id"]: one["created_at"] for one in past.tables.get("order_refunds", [])}
    for place, refund in enumerate(wanted):
        line = lines[refund["order_item_id"]]
        row = by_id[line["purchase_order_id"]]
        last = place == len(wanted) - 1
        if row["status"] != PurchaseStatus.DELIVERED.value or (place % 3 == 1 and not last):
            continue
        at = moments[refund["order_refund_id"]] + AFTER
        if last:
            at = max(at, past.now - timedelta(hours=15))
        if at >= past.now:
            continue
        dice = past.random.getrandbits(32)
        reference = f"DP-{row['number']}-{dice:08X}"
        made = Complaint(row, line, refund["order_refund_id"], at, reference)
        found[row["supplier_id"]].append(made)
    return dict(found)


def hear(
    settling: Settling,
    made: Complaint,
    told: Mapping[str, tuple[DisputeState, SupplierOrderState]],
) -> None:
    """Write a complaint as the supplier says it stands."""
    past, row, line = settling.past, made.purchase, made.line
    state, order = told[made.reference]
    status = TOLD[state.status]
    is_open = status is PurchaseDisputeStatus.OPEN
    decided = None if is_open else made.at + THINKING + timedelta(minutes=4)
    dispute = past.put(
        "purchase_disputes",
        id=past.new_id(made.at),
        purchase_order_id=row["id"],
        refund_id=made.refund_id,
        return_id=None,
        reference=made.reference,
        dispute_ref=state.dispute_ref,
        status=status.value,
        lines=[{"line_id": str(line["id"]), "quantity": line["quantity"], "amount": line["goods"]}],
        amount=line["goods"],
        currency=row["currency"],
        refunded=state.refunded,
        reason="not_as_described",
        message=MESSAGE,
        answer=state.message or None,
        due_at=past.now + ASKED_AGAIN if is_open else None,
        sent_at=made.at,
        sends=1,
        looks=0,
        withdraw_wanted=False,
        decided_at=decided,
        created_at=made.at,
        updated_at=decided or made.at,
    )
    data = {"dispute_id": str(dispute["id"]), "dispute_ref": state.dispute_ref}
    words = f"Complaint {made.reference} is about to be sent."
    settling.note(row, made.at, "dispute_queued", words, data)
    heard = WORDS[PurchaseDisputeStatus.OPEN].format(reference=made.reference)
    settling.note(row, made.at + timedelta(seconds=30), "dispute_open", heard, data)
    if decided is not None:
        ended = WORDS[status].format(reference=made.reference)
        settling.note(row, decided, f"dispute_{status.value}", ended, data)
        line["refunded"] += state.refunded
        row["refunded"] = max(row["refunded"], order.refunded)
    else:
        row["status"] = PurchaseStatus.DISPUTED.value
        row["due_at"] = past.now + ASKED_AGAIN
    row["updated_at"] = decided or made.at
