"""Every task of commerce.md §4 exists under exactly its name."""

from commerce.mail.kinds import Kind, task_of
from commerce.tasks import SCHEDULED, TASKS

NAMES = {
    *(
        f"commerce.email.{mail}"
        for mail in (
            "order_confirmation",
            "shipping",
            "delivery",
            "refund",
            "welcome",
            "password_reset",
            "gift_card",
            "team_invite",
            "low_stock",
        )
    ),
    "commerce.webhooks.deliver",
    *(f"commerce.notifications.{what}" for what in ("orders", "reviews", "low_stock", "fraud")),
    "commerce.fraud.score",
    *(f"commerce.orders.{what}" for what in ("orchestrate_payment", "auto_fulfil", "check_status")),
    "commerce.analytics.aggregate_daily",
    "commerce.analytics.clean_up",
}
"""As the page lists them, but for the one below."""

NOT_YET = {"commerce.bridge.dispatch": "there are no connected products to dispatch to yet"}


def test_every_task_of_the_spec_exists_under_its_name() -> None:
    """None is missing, and none is there twice."""
    found = [task.name for task in TASKS] + [job.name for job in SCHEDULED]
    assert len(found) == len(set(found)), "a name is a task's own"
    assert NAMES - set(found) == set()
    assert set(NOT_YET) & set(found) == set(), "it exists: take it off the list"


def test_every_mail_s_task_is_named_after_it() -> None:
    assert {task_of(kind) for kind in Kind} <= {task.name for task in TASKS}
