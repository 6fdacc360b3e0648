"""Stripe behind the subscription port.

Prices are ours: each is looked up by key (`ecomm:growth:month`) and made where it is missing or has
another amount, so that nobody keeps a second table in Stripe's dashboard.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import stripe

from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.payments.stripe.client import (
    CONNECT_TIMEOUT,
    TOTAL_TIMEOUT,
    BoundedHTTPClient,
    make_client,
)
from ecomm_connectors.payments.stripe.translate import translated
from ecomm_connectors.subscriptions.port import (
    ChangeRequest,
    CheckoutRequest,
    Coupon,
    CreditRequest,
    HostedPage,
    InvoiceState,
    Item,
    Preview,
    SubscriptionEvent,
    SubscriptionState,
    Undone,
)
from ecomm_connectors.subscriptions.proration import next_end
from ecomm_connectors.subscriptions.stripe import undoing
from ecomm_connectors.subscriptions.stripe.states import (
    CREDIT_KEY,
    PROVIDER,
    REFERENCE_KEY,
    invoice_state,
    lookup_key,
    name_of,
    noted,
    parse_event,
    preview_of,
    subscription_state,
)

_EXPAND: Final = ["default_payment_method"]
_AT_ONCE: Final = "always_invoice"


class StripeSubscriptions:
    """`SubscriptionProvider` for Stripe. One instance per account and event loop; `aclose()` it."""

    def __init__(
        self,
        api_key: str,
        webhook_secrets: Sequence[str],
        *,
        base_url: str | None = None,
        connect_timeout: float = CONNECT_TIMEOUT,
        total_timeout: float = TOTAL_TIMEOUT,
    ) -> None:
        self._http = BoundedHTTPClient(connect_timeout=connect_timeout, total_timeout=total_timeout)
        self._stripe = make_client(api_key, self._http, base_url=base_url)
        self._webhook_secrets = tuple(webhook_secrets)

    @property
    def name(self) -> str:
        return PROVIDER

    async def aclose(self) -> None:
        """Close the connection pool."""
        await self._http.close_async()

    async def open_checkout(self, request: CheckoutRequest) -> HostedPage:
        with translated():
            prices = await self._prices(request.items, request.interval, request.currency)
            params: Any = {
                "mode": "subscription",
                "client_reference_id": request.reference,
                "line_items": [
                    {"price": price, "quantity": item.quantity}
                    for price, item in zip(prices, request.items, strict=True)
                ],
                "metadata": {REFERENCE_KEY: request.reference},
                "subscription_data": {"metadata": {REFERENCE_KEY: request.reference}},
                "success_url": request.success_url,
                "cancel_url": request.cancel_url,
            }
            if request.customer_ref is not None:
                params["customer"] = request.customer_ref
            else:
                params["customer_email"] = request.email
            if request.coupon is not None:
                params["discounts"] = [
                    {"coupon": await self._coupon(request.coupon, request.currency)}
                ]
            session = await self._stripe.v1.checkout.sessions.create_async(
                params, {"idempotency_key": request.idempotency_key}
            )
            if not session.url:
                raise ValueError("a session without a page")
            return HostedPage(session.id, session.url)

    async def close_page(self, ref: str) -> bool:
        with translated():
            return await undoing.close_page(self._stripe, ref)

    async def undo(self, ref: str) -> Undone:
        with translated():
            return await undoing.undo(self._stripe, ref)

    async def open_portal(self, customer_ref: str, *, return_url: str) -> HostedPage:
        with translated():
            page = await self._stripe.v1.billing_portal.sessions.create_async(
                {"customer": customer_ref, "return_url": return_url}
            )
            return HostedPage(page.id, page.url)

    async def fetch(self, ref: str) -> SubscriptionState:
        with translated():
            return subscription_state(await self._load(ref))

    async def invoices(self, ref: str) -> tuple[InvoiceState, ...]:
        with translated():
            page = await self._stripe.v1.invoices.list_async({"subscription": ref, "limit": 24})
            return tuple(invoice_state(found, ref) for found in page.data)

    async def preview(
        self, ref: str, *, interval: str, items: tuple[Item, ...], at: datetime
    ) -> Preview:
        at = at.replace(microsecond=0)
        with translated():
            found = await self._load(ref)
            state = subscription_state(found)
            rows = await self._rows(found, items, interval)
            invoice = await self._stripe.v1.invoices.create_preview_async(
                {
                    "subscription": ref,
                    "subscription_details": {
                        "items": rows,
                        "proration_behavior": _AT_ONCE,
                        "proration_date": int(at.timestamp()),
                    },
                }
            )
            same = interval == state.interval
            return preview_of(
                invoice,
                each_period=sum(item.total for item in items),
                next_at=state.period_end if same else next_end(at, interval),
                at=at,
            )

    async def change(self, request: ChangeRequest) -> SubscriptionState:
        with translated():
            found = await self._load(request.ref)
            rows = await self._rows(found, request.items, request.interval)
            changed = await self._stripe.v1.subscriptions.update_async(
                request.ref,
                {
                    "items": rows,
                    "proration_behavior": _AT_ONCE,
                    "proration_date": int(request.at.timestamp()),
                    "cancel_at_period_end": False,
                    "expand": _EXPAND,
                },
                {"idempotency_key": request.idempotency_key},
            )
            return subscription_state(changed)

    async def cancel_at_end(self, ref: str, *, on: bool) -> SubscriptionState:
        with translated():
            changed = await self._stripe.v1.subscriptions.update_async(
                ref, {"cancel_at_period_end": on, "expand": _EXPAND}
            )
            return subscription_state(changed)

    async def add_credit(self, request: CreditRequest) -> str:
        with translated():
            entries = self._stripe.v1.customers.balance_transactions
            # Stripe forgets its keys after a day; what was given stands in the customer's book.
            page = await entries.list_async(request.customer_ref, {"limit": 100})
            for row in page.data:
                if noted(row.metadata, CREDIT_KEY) == request.key:
                    return row.id
            made = await entries.create_async(
                request.customer_ref,
                {
                    # There a credit is below zero.
                    "amount": -request.amount,
                    "currency": request.currency.lower(),
                    "description": request.text,
                    "metadata": {CREDIT_KEY: request.key},
                },
                {"idempotency_key": f"credit:{request.key}"},
            )
            return made.id

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> SubscriptionEvent | None:
        return parse_event(raw_body, headers, now, self._webhook_secrets)

    async def _load(self, ref: str) -> stripe.Subscription:
        if not ref.startswith("sub_"):
            raise ProviderRefused("not_found", "no subscription of ours", field="ref")
        return await self._stripe.v1.subscriptions.retrieve_async(ref, {"expand": _EXPAND})

    async def _rows(
        self, found: stripe.Subscription, items: tuple[Item, ...], interval: str
    ) -> list[Any]:
        """Items as an update wants them: what stays keeps its id, what goes is deleted. The plan is
        the first on both sides."""
        prices = await self._prices(items, interval, found.currency.upper())
        there = list(found["items"].data)
        left = {name_of(row.price): row.id for row in there[1:]}
        rows: list[Any] = []
        for position, (price, item) in enumerate(zip(prices, items, strict=True)):
            row = {"price": price, "quantity": item.quantity}
            known = there[0].id if position == 0 else left.pop(item.name, None)
            rows.append({"id": known, **row} if known is not None else row)
        return [*rows, *({"id": gone, "deleted": True} for gone in left.values())]

    async def _prices(self, items: tuple[Item, ...], interval: str, currency: str) -> list[str]:
        """Stripe's ids of our prices."""
        keys = [lookup_key(item.name, interval) for item in items]
        page = await self._stripe.v1.prices.list_async(
            {"lookup_keys": sorted(set(keys)), "active": True, "limit": 100}
        )
        known = {price.lookup_key: price for price in page.data}
        found = []
        for key, item in zip(keys, items, strict=True):
            price = known.get(key)
            if (
                price is None
                or price.unit_amount != item.amount
                or price.currency.upper() != currency
            ):
                price = await self._make_price(key, item, interval, currency)
            found.append(price.id)
        return found

    async def _make_price(self, key: str, item: Item, interval: str, currency: str) -> stripe.Price:
        params: Any = {
            "currency": currency.lower(),
            "unit_amount": item.amount,
            "recurring": {"interval": interval},
            "lookup_key": key,
            "transfer_lookup_key": True,
            "metadata": {"ecomm_name": item.name},
            "product_data": {"name": item.title},
        }
        mark = f"price:{key}:{currency}:{item.amount}"
        return await self._stripe.v1.prices.create_async(params, {"idempotency_key": mark})

    async def _coupon(self, coupon: Coupon, currency: str) -> str:
        """Stripe's id of our coupon: its code and what it takes, so that another rule under the
        same code is another coupon there."""
        rule = f"{coupon.percent}:{coupon.amount}:{coupon.months}:{currency}"
        name = f"{coupon.code}-{hashlib.sha256(rule.encode()).hexdigest()[:12]}"
        params: Any = {"id": name, "name": coupon.code[:40]}
        if coupon.percent is not None:
            params["percent_off"] = coupon.percent
        else:
            params |= {"amount_off": coupon.amount, "currency": currency.lower()}
        if coupon.months is None:
            params["duration"] = "forever"
        else:
            params |= {"duration": "repeating", "duration_in_months": coupon.months}
        try:
            await self._stripe.v1.coupons.create_async(
                params, {"idempotency_key": f"coupon:{name}"}
            )
        except stripe.InvalidRequestError as error:
            if error.code != "resource_already_exists":
                raise
        return name
