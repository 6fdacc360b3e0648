"""What happens to what a business pays."""

from typing import ClassVar

from ecomm_core.outbox.events import EventData


class SubscriptionMoneyMoved(EventData):
    """A bill of the platform was paid, refunded or made: its rows say which and how much. Whoever
    hears of it reads them; to hear of it twice does no harm."""

    type: ClassVar[str] = "subscription.money_moved"
    resource_type: ClassVar[str] = "subscription"
