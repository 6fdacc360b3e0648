"""Where personal data is: one list for the register, for copies and for erasure: what is declared
is what is copied and what is erased. A test holds it against the database's catalogue.

A condition finds a person's rows of a table as `t`. It may ask for `:customer`, `:email` (or ''),
`:orders`, `:carts`, `:checkouts`, `:returns`, `:purchases`, `:things` (all of these and the
customer) and `:words`: patterns that name them. Erasing counts only orders that are over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from commerce.privacy.topics import Topic

ERASED: Final = "[erased]"
"""Stands where a person was named."""


def _address(column: str) -> str:
    """Which tax applies follows from country, state and postal code: they stay."""
    return (
        "jsonb_build_object('name', :erased, 'line1', :erased, 'line2', null, 'city', :erased, "
        f"'state', t.{column} -> 'state', 'postal_code', t.{column} -> 'postal_code', "
        f"'country', t.{column} -> 'country', 'phone', null)"
    )


_ADDRESS: Final = _address("shipping_address")

_NAMED_KEYS: Final = "'email', 'customer_name', 'name', 'phone'"
_TOLD_OF: Final = "('order', 'cart', 'customer', 'review')"
_BLANKED: Final = (
    "(select jsonb_object_agg(k, :erased) from jsonb_object_keys(t.data) k "  # noqa: S608 - constants
    f"where k in ({_NAMED_KEYS}))"
)
_WORDLESS: Final = (
    """(select coalesce(jsonb_agg(r || '{"reason": ""}'::jsonb), '[]'::jsonb) """
    "from jsonb_array_elements(t.refunds) r)"
)
"""What was given back, without what somebody wrote about it."""
_TOLD: Final = (
    "(select e.id from events e where e.resource_id = any(:things) "  # noqa: S608 - constants
    f"and e.resource_type in {_TOLD_OF})"
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with personal data. `where` finds a shopper's rows; without it the rows are not of
    shoppers, or are erased with another table's. `sets` empties columns (name: SQL of its value),
    `deletes` rows; with neither they are kept. `unless` leaves rows that are still needed, and lets
    the request wait. `hidden` are columns that are in no copy: secrets, keys and hashes, and what a
    sold thing cost its merchant."""

    table: str
    topic: Topic
    where: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)
    deletes: bool = False
    unless: str = ""
    hidden: tuple[str, ...] = ()


_OF_ORDER: Final = "t.order_id = any(:orders)"
_OF_CUSTOMER: Final = "t.customer_id = :customer"

HOLDINGS: Final = (
    Holding(
        "customer_accounts",
        Topic.ACCOUNT,
        "t.id = :customer",
        hidden=("password_hash", "search_text", "sort_name"),
    ),
    Holding("customer_addresses", Topic.ACCOUNT, _OF_CUSTOMER),
    Holding("customer_wishlists", Topic.ACCOUNT, _OF_CUSTOMER),
    Holding("customer_links", Topic.ACCOUNT, _OF_CUSTOMER, hidden=("nonce",)),
    Holding("segment_members", Topic.ACCOUNT, _OF_CUSTOMER),
    Holding(
        "token_families",
        Topic.ACCOUNT,
        "t.subject_id = :customer and t.audience = 'shopper'",
        sets={"user_agent": "null", "ip": "null"},
    ),
    Holding("consents", Topic.CONSENTS, "lower(t.email) = :email", deletes=True),
    Holding(
        "subscriber_links",
        Topic.CONSENTS,
        "t.subscriber_id in (select s.id from subscribers s where s.email = :email)",
        deletes=True,
        hidden=("nonce",),
    ),
    Holding(
        "subscribers",
        Topic.CONSENTS,
        "t.email = :email",
        deletes=True,
        hidden=("nonce",),
    ),
    Holding("suppressions", Topic.CONSENTS),
    Holding("shop_events", Topic.VISITS),
    Holding("browser_consents", Topic.VISITS),
    Holding("ab_assignments", Topic.VISITS),
    Holding("ab_carts", Topic.VISITS, "t.cart_id = any(:carts)", deletes=True),
    Holding(
        "carts",
        Topic.CARTS,
        "t.id = any(:carts)",
        sets={"email": "null", "customer_id": "null", "remind_at": "null"},
        hidden=("token_hash", "trace"),
    ),
    Holding("cart_lines", Topic.CARTS, "t.cart_id = any(:carts)"),
    Holding(
        "cart_reminders",
        Topic.CARTS,
        "t.cart_id = any(:carts)",
        deletes=True,
        hidden=("nonce",),
    ),
    Holding(
        "checkouts",
        Topic.CARTS,
        "t.id = any(:checkouts)",
        sets={
            "email": ":nobody",
            "shipping_address": _ADDRESS,
            "client_key": "null",
            "message": "null",
        },
        hidden=("body_hash", "client_key", "trace"),
    ),
    Holding(
        "draft_orders",
        Topic.ORDERS,
        f"{_OF_ORDER} or t.cart_id = any(:carts)",
        sets={"email": "null", "customer_id": "null", "shipping_address": "null", "note": "null"},
    ),
    Holding(
        "orders",
        Topic.ORDERS,
        "t.id = any(:orders)",
        sets={
            "email": ":nobody",
            "shipping_address": _ADDRESS,
            "search_text": "''",
            "hold_reason": "null",
        },
        hidden=("search_text", "trace"),
    ),
    Holding(
        "past_orders",
        Topic.ORDERS,
        "t.customer_id = :customer "
        "or t.customer_id is null and :email <> '' and lower(t.email) = :email",
        sets={
            "forgotten": "true",
            "email": "''",
            "address": f"case when t.address is not null then {_address('address')} end",
            "refunds": _WORDLESS,
            "search_text": "lower(t.number)",
        },
        hidden=("search_text",),
    ),
    Holding(
        "channel_migration_items",
        Topic.ORDERS,
        ":email <> '' and (lower(t.title) = :email or lower(t.payload ->> 'email') = :email)",
        deletes=True,
    ),
    Holding("order_items", Topic.ORDERS, _OF_ORDER, hidden=("unit_cost",)),
    Holding("order_tenders", Topic.ORDERS, _OF_ORDER),
    Holding("order_notes", Topic.ORDERS, _OF_ORDER, sets={"text": ":erased"}),
    Holding(
        "order_timeline",
        Topic.ORDERS,
        f"{_OF_ORDER} and (t.message || t.data::text) ilike any(:words)",
        deletes=True,
    ),
    Holding("order_refunds", Topic.ORDERS, _OF_ORDER, sets={"note": "null"}),
    Holding("invoices", Topic.INVOICES, _OF_ORDER),
    Holding(
        "payments",
        Topic.PAYMENTS,
        "t.checkout_id = any(:checkouts)",
        sets={"payment_url": "null", "card_fingerprint": "null", "billing_country": "null"},
        hidden=("content_hash", "payment_url"),
    ),
    Holding("refunds", Topic.PAYMENTS, _OF_ORDER),
    Holding("disputes", Topic.PAYMENTS, _OF_ORDER, sets={"evidence": "'{}'::jsonb"}),
    Holding("provider_events", Topic.PAYMENTS),
    Holding("mock_sessions", Topic.PAYMENTS),
    Holding("fulfillments", Topic.PARCELS, _OF_ORDER),
    Holding("tracking_events", Topic.PARCELS),
    Holding("purchase_parcels", Topic.PARCELS, "t.purchase_order_id = any(:purchases)"),
    Holding(
        "returns",
        Topic.RETURNS,
        "t.id = any(:returns)",
        sets={
            "name": "null",
            "email": "null",
            "message": "null",
            "label_url": "null",
            "decline_reason": "null",
        },
    ),
    Holding("return_lines", Topic.RETURNS, "t.return_id = any(:returns)"),
    Holding("return_photos", Topic.RETURNS, "t.return_id = any(:returns)", hidden=("sha256",)),
    Holding(
        "purchase_orders",
        Topic.PURCHASES,
        "t.id = any(:purchases) and (coalesce(t.detail, '') || t.checks::text) ilike any(:words)",
        sets={"detail": "null", "checks": "'[]'::jsonb"},
    ),
    Holding(
        "purchase_timeline",
        Topic.PURCHASES,
        "t.purchase_order_id = any(:purchases) and (t.message || t.data::text) ilike any(:words)",
        deletes=True,
    ),
    Holding(
        "purchase_disputes",
        Topic.PURCHASES,
        "t.purchase_order_id = any(:purchases)",
        sets={"message": ":erased", "answer": "null"},
    ),
    Holding(
        "sourcing_needs",
        Topic.PURCHASES,
        f"{_OF_ORDER} and t.detail ilike any(:words)",
        sets={"detail": "null"},
    ),
    Holding(
        "mail_messages",
        Topic.MAILS,
        f"{_OF_ORDER} or lower(t.recipient) = :email "
        "or position(cast(:customer as text) in t.message_key) > 0",
        sets={"recipient": ":nobody", "subject": ":erased", "context": "null", "error": "null"},
        unless="t.state in ('queued', 'sending')",
        hidden=("context", "message_key"),
    ),
    Holding("reviews", Topic.REVIEWS, _OF_ORDER),
    Holding("store_credits", Topic.CREDIT, _OF_CUSTOMER),
    Holding("tender_ledger", Topic.CREDIT, _OF_ORDER),
    Holding(
        "gift_cards",
        Topic.CREDIT,
        "lower(t.email) = :email",
        sets={"email": "null", "note": "''"},
        hidden=("code_hash", "code_encrypted"),
    ),
    Holding("discount_usages", Topic.CREDIT, _OF_ORDER, hidden=("customer_key",)),
    Holding("fraud_checks", Topic.FRAUD, _OF_ORDER),
    Holding(
        "events",
        Topic.EVENTS,
        f"t.resource_type in {_TOLD_OF} and t.resource_id = any(:things) "
        f"and jsonb_exists_any(t.data, array[{_NAMED_KEYS}])",
        sets={"data": f"t.data || {_BLANKED}"},
    ),
    Holding(
        "deliveries",
        Topic.EVENTS,
        f"t.type not in ('customer.deleted', 'customer.erased') and t.message_id in {_TOLD}",
        deletes=True,
    ),
    Holding("delivery_attempts", Topic.EVENTS),
    Holding("notifications", Topic.EVENTS),
    Holding("outbox", Topic.EVENTS),
    Holding("idempotency", Topic.EVENTS),
    Holding("data_requests", Topic.REQUESTS, _OF_CUSTOMER),
    Holding("user_data_requests", Topic.REQUESTS),
    *(
        Holding(table, Topic.TEAM)
        for table in (
            "users",
            "memberships",
            "account_links",
            "refresh_tokens",
            "api_keys",
            "invites",
            "attempts",
            "notification_preferences",
            "invoice_sellers",
            "mail_senders",
            "stores",
            "tenants",
            "subscriptions",
            "subscription_events",
            "subscription_invoices",
            "mock_subscriptions",
            "affiliates",
            "introductions",
            "introductions_taken",
        )
    ),
    Holding("audit_log", Topic.LOG),
)
"""In the order in which they are erased: what is found by orders before the orders."""
