"""Every task and scheduled job of commerce, by name."""

from commerce.analytics import tasks as analytics
from commerce.billing import tasks as billing
from commerce.catalog.bulk import tasks as bulk
from commerce.catalog.collections import tasks as collections
from commerce.channels import tasks as channels
from commerce.channels.publishing import tasks as channel_publishing
from commerce.channels.sync import tasks as channel_sync
from commerce.content.audits import tasks as audits
from commerce.content.blog import tasks as blog
from commerce.exports import tasks as exports
from commerce.flows import (
    capture_payment,
    close_payment,
    create_store,
    hear_dispute,
    hear_order,
    hear_provider,
    hear_supplier,
    import_goods,
    issue_gift_cards,
    judge_order,
    refund_payment,
    remind_carts,
    run_purchases,
    send_evidence,
    source_order,
    sweep,
)
from commerce.fraud import tasks as fraud
from commerce.imports import tasks as imports
from commerce.letters import tasks as letters
from commerce.marketing.ab_tests import tasks as ab_tests
from commerce.marketing.subscribers import tasks as subscribers
from commerce.notifications import tasks as notifications
from commerce.partners import tasks as partners
from commerce.payments.payouts import tasks as payouts
from commerce.payments.reconciliation import tasks as reconciliation
from commerce.pricing import exchange_rates
from commerce.pricing import tasks as pricing
from commerce.privacy import tasks as privacy
from commerce.privacy.people import tasks as own_data
from commerce.promotions.bundles import tasks as bundles
from commerce.promotions.cross_sells import tasks as cross_sells
from commerce.returns import tasks as returns
from commerce.reviews import tasks as reviews
from commerce.search import tasks as search
from commerce.snapshots import tasks as snapshots
from commerce.sourcing.monitor import tasks as monitor
from commerce.sourcing.price_rules import tasks as price_rules
from commerce.sourcing.purchasing import deciding, disputing
from commerce.sourcing.research import tasks as research
from commerce.storefront import tasks as storefront
from commerce.stores.domains import tasks as domains
from commerce.webhooks import tasks as webhooks
from ecomm_core import housekeeping
from ecomm_core.tasks.registry import CallTask, Task, TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

TASKS: list[Task] = [
    TransactionTask(create_store.TASK, create_store.continue_setup),
    TransactionTask(hear_order.TASK, hear_order.hear_order),
    TransactionTask(hear_supplier.TASK, hear_supplier.hear_supplier),
    TransactionTask(source_order.TASK, source_order.orchestrate),
    TransactionTask(source_order.PLAN, source_order.plan_later),
    CallTask(deciding.LOOK, run_purchases.prepare, run_purchases.call, run_purchases.finish),
    CallTask(
        disputing.LOOK,
        run_purchases.prepare_dispute,
        run_purchases.call_dispute,
        run_purchases.finish,
    ),
    TransactionTask(judge_order.TASK, judge_order.judge_order),
    TransactionTask(issue_gift_cards.TASK, issue_gift_cards.issue),
    *(
        CallTask(flow.TASK, flow.prepare, flow.call, flow.finish)
        for flow in (
            hear_provider,
            hear_dispute,
            send_evidence,
            refund_payment,
            close_payment,
            capture_payment,
            import_goods,
        )
    ),
    *bulk.TASKS,
    *collections.TASKS,
    *channels.TASKS,
    *channel_publishing.TASKS,
    *channel_sync.TASKS,
    *exports.TASKS,
    *imports.TASKS,
    *letters.TASKS,
    *search.TASKS,
    *pricing.TASKS,
    *bundles.TASKS,
    *storefront.TASKS,
    *domains.TASKS,
    *snapshots.TASKS,
    *payouts.TASKS,
    *reconciliation.TASKS,
    *returns.TASKS,
    *webhooks.TASKS,
    *reviews.TASKS,
    *price_rules.TASKS,
    *monitor.TASKS,
    *research.TASKS,
    *notifications.TASKS,
    *privacy.TASKS,
    *own_data.TASKS,
    *billing.TASKS,
    *audits.TASKS,
    *partners.TASKS,
    *subscribers.TASKS,
]
SCHEDULED: list[ScheduledTask] = [
    *sweep.SCHEDULED,
    *run_purchases.SCHEDULED,
    *fraud.SCHEDULED,
    *analytics.SCHEDULED,
    *exports.SCHEDULED,
    *imports.SCHEDULED,
    *domains.SCHEDULED,
    *snapshots.SCHEDULED,
    *reconciliation.SCHEDULED,
    *exchange_rates.SCHEDULED,
    *remind_carts.SCHEDULED,
    *cross_sells.SCHEDULED,
    ScheduledTask(
        "commerce.kernel.clean_up", housekeeping.EVERY, housekeeping.clean_up, queue="bulk"
    ),
    *returns.SCHEDULED,
    *monitor.SCHEDULED,
    *channel_sync.SCHEDULED,
    *research.SCHEDULED,
    *ab_tests.SCHEDULED,
    *subscribers.SCHEDULED,
    *blog.SCHEDULED,
    *webhooks.SCHEDULED,
    *notifications.SCHEDULED,
    *privacy.SCHEDULED,
    *billing.SCHEDULED,
    *partners.SCHEDULED,
]
