"""The mails the platform sends by itself, by name (commerce.md §5)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commerce.mail.contexts.base import MailContext
from commerce.mail.contexts.billing import Billed
from commerce.mail.contexts.carts import AbandonedCart, PaymentLink
from commerce.mail.contexts.disputes import Disputed
from commerce.mail.contexts.gifts import GiftCard
from commerce.mail.contexts.newsletter import NewsletterConfirm, NewsletterWelcome
from commerce.mail.contexts.notifications import Notified
from commerce.mail.contexts.orders import (
    Delivered,
    OrderCancelled,
    OrderConfirmation,
    Refunded,
    ReturnUpdate,
    Shipped,
    WithdrawalReceipt,
)
from commerce.mail.contexts.people import (
    AccountClosed,
    AccountDeleted,
    PasswordReset,
    StoreReady,
    TeamInvite,
    Verification,
    Welcome,
)
from commerce.mail.contexts.research import DailyResearch
from commerce.mail.contexts.stock import LowStock
from ecomm_core.outbox.events import Queue


class Kind(StrEnum):
    """What a mail is about. The name is part of its task's: `commerce.email.<kind>`."""

    ORDER_CONFIRMATION = "order_confirmation"
    SHIPPING = "shipping"
    DELIVERY = "delivery"
    REFUND = "refund"
    ORDER_CANCELLED = "order_cancelled"
    WITHDRAWAL_RECEIPT = "withdrawal_receipt"
    RETURN_UPDATE = "return_update"
    WELCOME = "welcome"
    VERIFICATION = "verification"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a mail's name
    ACCOUNT_DELETED = "account_deleted"
    GIFT_CARD = "gift_card"
    PAYMENT_LINK = "payment_link"
    ABANDONED_CART = "abandoned_cart"
    NEWSLETTER_CONFIRM = "newsletter_confirm"
    NEWSLETTER_WELCOME = "newsletter_welcome"
    LOW_STOCK = "low_stock"
    TEAM_INVITE = "team_invite"
    STORE_READY = "store_ready"
    ACCOUNT_CLOSED = "account_closed"
    DISPUTE = "dispute"
    DAILY_RESEARCH = "daily_research_report"
    NOTIFICATION = "notification"
    BILLING = "billing"


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for every mail of a kind."""

    context: type[MailContext]
    optional: bool = False
    """A store may leave it out. What law or safety asks for it may not."""
    secret: bool = False
    """Its context opens something: no merchant may have it sent again."""
    marketing: bool = False
    """Not asked for: carries List-Unsubscribe (RFC 8058), goes where a consent is."""
    to_merchant: bool = False
    editable: bool = True
    """Stores may write their own. A mail of the platform itself says what we say."""
    queue: Queue = "default"


FACTS: Final[dict[Kind, Facts]] = {
    Kind.ORDER_CONFIRMATION: Facts(OrderConfirmation, queue="critical"),
    Kind.SHIPPING: Facts(Shipped, optional=True),
    Kind.DELIVERY: Facts(Delivered, optional=True),
    Kind.REFUND: Facts(Refunded),
    Kind.ORDER_CANCELLED: Facts(OrderCancelled),
    Kind.WITHDRAWAL_RECEIPT: Facts(WithdrawalReceipt, queue="critical"),
    Kind.RETURN_UPDATE: Facts(ReturnUpdate),
    Kind.WELCOME: Facts(Welcome, optional=True),
    Kind.VERIFICATION: Facts(Verification, secret=True, queue="critical"),
    Kind.PASSWORD_RESET: Facts(PasswordReset, secret=True, queue="critical"),
    Kind.ACCOUNT_DELETED: Facts(AccountDeleted),
    Kind.GIFT_CARD: Facts(GiftCard, secret=True),
    Kind.PAYMENT_LINK: Facts(PaymentLink, secret=True, queue="critical"),
    Kind.ABANDONED_CART: Facts(AbandonedCart, optional=True, secret=True, marketing=True),
    Kind.NEWSLETTER_CONFIRM: Facts(NewsletterConfirm, secret=True),
    Kind.NEWSLETTER_WELCOME: Facts(NewsletterWelcome, optional=True, secret=True, marketing=True),
    Kind.LOW_STOCK: Facts(LowStock, optional=True, to_merchant=True),
    Kind.TEAM_INVITE: Facts(
        TeamInvite, secret=True, to_merchant=True, editable=False, queue="critical"
    ),
    Kind.STORE_READY: Facts(StoreReady, to_merchant=True, editable=False),
    Kind.ACCOUNT_CLOSED: Facts(AccountClosed, to_merchant=True, editable=False),
    Kind.DISPUTE: Facts(Disputed, to_merchant=True, editable=False, queue="critical"),
    Kind.DAILY_RESEARCH: Facts(DailyResearch, to_merchant=True, editable=False),
    Kind.NOTIFICATION: Facts(Notified, to_merchant=True, editable=False),
    Kind.BILLING: Facts(Billed, to_merchant=True, editable=False),
}


def task_of(kind: Kind) -> str:
    """`commerce.email.shipping`. A cancellation tells of money that goes back: it is a refund's."""
    name = Kind.REFUND if kind is Kind.ORDER_CANCELLED else kind
    return f"commerce.email.{name.value}"
