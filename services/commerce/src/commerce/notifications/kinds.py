"""What people are told of, and how where they chose nothing."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ecomm_core.accounts.people import RANK, Role


class Email(StrEnum):
    """How a person is written to of a kind: not at all, each time, or once a day together."""

    NEVER = "never"
    ONCE = "at_once"
    DAILY = "daily"


class NotificationKind(StrEnum):
    """What a notification is of; its words are made of the kind and its facts."""

    ORDER_PLACED = "order_placed"
    REVIEW_WRITTEN = "review_written"
    LOW_STOCK = "low_stock"
    FRAUD_HELD = "fraud_held"
    FRAUD_REVIEW = "fraud_review"
    SUPPLIER_ATTENTION = "supplier_attention"
    PURCHASE_ATTENTION = "purchase_attention"
    WEBHOOK_DISABLED = "webhook_disabled"
    DISPUTE_CHANGED = "dispute_changed"


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for every notification of a kind. `shown_by` is the operation that shows what it
    is about, and `minimum` the role that operation asks for: nobody is told of what they may not
    read. `folds`: within an hour they are one that counts. `email` is for owners and admins who
    chose nothing; staff and viewers are not written to unasked."""

    shown_by: str
    email: Email
    folds: bool = False
    minimum: Role = Role.VIEWER


FACTS: Final[dict[NotificationKind, Facts]] = {
    NotificationKind.ORDER_PLACED: Facts("orders_get", Email.NEVER),
    NotificationKind.REVIEW_WRITTEN: Facts("reviews_get", Email.DAILY),
    # The store's own mail tells of low stock and of disputes already.
    NotificationKind.LOW_STOCK: Facts("inventory_list", Email.NEVER, folds=True),
    NotificationKind.FRAUD_HELD: Facts("fraud_get", Email.ONCE),
    NotificationKind.FRAUD_REVIEW: Facts("fraud_get", Email.DAILY),
    NotificationKind.SUPPLIER_ATTENTION: Facts("suppliers_get", Email.ONCE),
    NotificationKind.PURCHASE_ATTENTION: Facts("purchase_orders_get", Email.DAILY, folds=True),
    NotificationKind.WEBHOOK_DISABLED: Facts("store_webhooks_get_webhook", Email.ONCE),
    NotificationKind.DISPUTE_CHANGED: Facts("disputes_get", Email.NEVER),
}

FOLD_FOR: Final = timedelta(hours=1)
"""How long one that folds takes others in, from when it was first told and while it is unread."""
KEPT: Final = timedelta(days=90)
SUMMARY_HOUR: Final = 8
"""Of the store's day, when the daily summary leaves."""

WRITTEN_TO: Final = frozenset({Role.OWNER, Role.ADMIN})


def kinds_for(role: Role) -> list[str]:
    """The kinds that somebody of a role may be told of."""
    return [kind.value for kind, facts in FACTS.items() if RANK[role] >= RANK[facts.minimum]]


def roles_for(kind: NotificationKind) -> list[str]:
    """The roles that may be told of a kind."""
    return [role.value for role in Role if RANK[role] >= RANK[FACTS[kind].minimum]]


def default_email(kind: NotificationKind, role: Role) -> Email:
    """How somebody is written to who chose nothing."""
    return FACTS[kind].email if role in WRITTEN_TO else Email.NEVER
