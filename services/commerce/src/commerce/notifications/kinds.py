"""What people are told of, and how where they chose nothing."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from commerce.identity.scopes import AREAS
from ecomm_core.accounts.people import RANK, Role
from ecomm_core.accounts.rights import VERBS, Held, allows


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
    is about, `tag` that operation's, and `minimum` the role it asks for: nobody is told of what
    they may not read. `folds`: within an hour they are one that counts. `email` is for owners and
    admins who chose nothing; others are not written to unasked."""

    shown_by: str
    tag: str
    email: Email
    folds: bool = False
    minimum: Role = Role.VIEWER

    @property
    def permission(self) -> str:
        """What a custom role needs to be told."""
        return f"{AREAS[self.tag]}:{VERBS[self.minimum]}"


FACTS: Final[dict[NotificationKind, Facts]] = {
    NotificationKind.ORDER_PLACED: Facts("orders_get", "orders", Email.NEVER),
    NotificationKind.REVIEW_WRITTEN: Facts("reviews_get", "reviews", Email.DAILY),
    # The store's own mail tells of low stock and of disputes already.
    NotificationKind.LOW_STOCK: Facts("inventory_list", "inventory", Email.NEVER, folds=True),
    NotificationKind.FRAUD_HELD: Facts("fraud_get", "fraud", Email.ONCE),
    NotificationKind.FRAUD_REVIEW: Facts("fraud_get", "fraud", Email.DAILY),
    NotificationKind.SUPPLIER_ATTENTION: Facts("suppliers_get", "suppliers", Email.ONCE),
    NotificationKind.PURCHASE_ATTENTION: Facts(
        "purchase_orders_get", "purchase_orders", Email.DAILY, folds=True
    ),
    NotificationKind.WEBHOOK_DISABLED: Facts(
        "store_webhooks_get_webhook", "store_webhooks", Email.ONCE
    ),
    NotificationKind.DISPUTE_CHANGED: Facts("disputes_get", "disputes", Email.NEVER),
}

FOLD_FOR: Final = timedelta(hours=1)
"""How long one that folds takes others in, from when it was first told and while it is unread."""
KEPT: Final = timedelta(days=90)
SUMMARY_HOUR: Final = 8
"""Of the store's day, when the daily summary leaves."""

WRITTEN_TO: Final = frozenset({Role.OWNER, Role.ADMIN})


def kinds_for(held: Held) -> list[str]:
    """The kinds that somebody may be told of, by the role they hold."""
    return [
        kind.value for kind, facts in FACTS.items() if allows(held, AREAS[facts.tag], facts.minimum)
    ]


def roles_for(kind: NotificationKind) -> list[str]:
    """The presets that may be told of a kind; custom roles need its `permission`."""
    return [role.value for role in Role if RANK[role] >= RANK[FACTS[kind].minimum]]


def default_email(kind: NotificationKind, role: Role) -> Email:
    """How somebody is written to who chose nothing."""
    return FACTS[kind].email if role in WRITTEN_TO else Email.NEVER
