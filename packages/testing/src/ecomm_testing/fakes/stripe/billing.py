"""Subscriptions of the fake: prices, coupons, checkouts in `subscription` mode, invoices, portal.

https://docs.stripe.com/api/subscriptions, /api/invoices, /api/prices, /api/coupons,
https://docs.stripe.com/billing/subscriptions/prorations. Written apart from any adapter.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import secrets
from typing import Any, Final

from ecomm_testing.fakes.stripe.balances import Balances
from ecomm_testing.fakes.stripe.books import Books
from ecomm_testing.fakes.stripe.undoing import check_cancel, payments_of
from ecomm_testing.fakes.stripe.validation import checked_metadata
from ecomm_testing.fakes.stripe.wire import Object, Params, integer, invalid, known_only, refused

_CHECKOUT: Final = frozenset(
    {
        "cancel_url", "client_reference_id", "customer", "customer_email", "discounts",
        "line_items", "metadata", "mode", "subscription_data", "success_url",
    }
)  # fmt: skip
_PRICE: Final = frozenset(
    {
        "currency", "lookup_key", "metadata", "product_data", "recurring", "transfer_lookup_key",
        "unit_amount",
    }
)  # fmt: skip
_COUPON: Final = frozenset(
    {"amount_off", "currency", "duration", "duration_in_months", "id", "name", "percent_off"}
)
_UPDATE: Final = frozenset(
    {"cancel_at_period_end", "expand", "items", "proration_behavior", "proration_date"}
)


class Billing:
    """What one fake account knows of subscriptions."""

    def __init__(self, account: Books) -> None:
        self._account = account
        self.balances = Balances(account)
        self.fingerprint: str | None = None  # of the next cards
        self.tax_ppm = 0  # of the next invoices, contained in their totals

    def make_price(self, params: Params) -> Object:
        """`POST /v1/prices`."""
        known_only(params, _PRICE)
        amount = integer(params.get("unit_amount", ""), "unit_amount")
        interval = params.get("recurring", {}).get("interval")
        if interval not in ("day", "week", "month", "year"):
            raise invalid("Invalid recurring[interval]", "recurring[interval]")
        key = params.get("lookup_key")
        for price in self._account.all("price_"):
            if key is not None and price["lookup_key"] == key:
                if params.get("transfer_lookup_key") != "true":
                    raise invalid("A price already uses that lookup key.", "lookup_key")
                price["lookup_key"] = None
        return self._account._add(
            {
                "id": f"price_1{secrets.token_hex(8)}",
                "object": "price",
                "active": True,
                "currency": params["currency"],
                "lookup_key": key,
                "metadata": checked_metadata(params.get("metadata")),
                "product": f"prod_{secrets.token_hex(7)}",
                "recurring": {"interval": interval, "interval_count": 1},
                "type": "recurring",
                "unit_amount": amount,
                "_title": params["product_data"]["name"],
            }
        )

    def prices(self, params: Params) -> Object:
        """`GET /v1/prices`."""
        known_only(params, frozenset({"active", "limit", "lookup_keys"}))
        keys = params.get("lookup_keys", [])
        if len(keys) > 10:
            raise invalid("You can only look up 10 keys at a time.", "lookup_keys")
        found = [price for price in self._account.all("price_") if price["lookup_key"] in keys]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/prices"}

    def make_coupon(self, params: Params) -> Object:
        """`POST /v1/coupons`."""
        known_only(params, _COUPON)
        name = f"coupon_{params['id']}"
        if self._account.get(name) is not None:
            raise refused("Coupon already exists.", code="resource_already_exists")
        if ("percent_off" in params) == ("amount_off" in params):
            raise invalid("One of percent_off and amount_off", "percent_off")
        made = self._account._add(
            {
                "id": name,
                "object": "coupon",
                "percent_off": params.get("percent_off"),
                "amount_off": params.get("amount_off"),
                "duration": params["duration"],
                "duration_in_months": params.get("duration_in_months"),
            }
        )
        return {**made, "id": params["id"]}

    def checkout(self, params: Params, page_base: str) -> Object:
        """`POST /v1/checkout/sessions` with `mode` `subscription`."""
        known_only(params, _CHECKOUT)
        for name in ("success_url", "cancel_url"):
            if not re.match(r"https?://[^/\s]+", params.get(name, "")):
                raise invalid("Not a valid URL", name, "url_invalid")
        if ("customer" in params) == ("customer_email" in params):
            raise invalid("One of customer and customer_email", "customer")
        if not params.get("line_items"):
            raise invalid("You must provide line_items.", "line_items")
        rows = [self._row(row) for row in params["line_items"]]
        for discount in params.get("discounts", []):
            self._account.need("coupon_", f"coupon_{discount['coupon']}", "discounts")
        identifier = f"cs_test_{secrets.token_urlsafe(43)}"
        return self._account._add(
            {
                "id": identifier,
                "object": "checkout.session",
                "mode": "subscription",
                "client_reference_id": params.get("client_reference_id"),
                "customer": params.get("customer"),
                "customer_email": params.get("customer_email"),
                "payment_intent": None,
                "payment_status": "unpaid",
                "status": "open",
                "subscription": None,
                "success_url": params["success_url"],
                "cancel_url": params["cancel_url"],
                "expires_at": self._account.now() + 86_400,
                "metadata": checked_metadata(params.get("metadata")),
                "url": f"{page_base}/c/pay/{identifier}",
                "_rows": rows,
                "_metadata": checked_metadata(params["subscription_data"].get("metadata")),
            }
        )

    def complete(self, session_id: str) -> Object:
        """The merchant pays on the hosted page; the new subscription."""
        session = self._account.need("cs_", session_id)
        if session["status"] != "open":
            raise refused(f"This Session has a status of `{session['status']}`.")
        now = self._account.now()
        customer = session["customer"] or f"cus_{secrets.token_hex(7)}"
        rows = session["_rows"]
        interval = rows[0]["price"]["recurring"]["interval"]
        for row in rows:
            row.update(current_period_start=now, current_period_end=_end(now, interval))
        made = self._account._add(
            {
                "id": f"sub_1{secrets.token_hex(8)}",
                "object": "subscription",
                "cancel_at_period_end": False,
                "currency": rows[0]["price"]["currency"],
                "customer": customer,
                "default_payment_method": {
                    "id": f"pm_1{secrets.token_hex(8)}",
                    "object": "payment_method",
                    "card": {"brand": "visa", "last4": "4242", "fingerprint": self.fingerprint},
                },
                "items": {"object": "list", "data": rows, "has_more": False, "url": "/v1/s"},
                "metadata": session["_metadata"],
                "status": "active",
            }
        )
        session.update(
            status="complete",
            payment_status="paid",
            subscription=made["id"],
            customer=customer,
            url=None,
        )
        self._account._event("customer.subscription.created", made)
        self._bill(made, _total(rows), paid=True)
        self._account._event("checkout.session.completed", session)
        return made

    def update(self, identifier: str, params: Params) -> Object:
        """`POST /v1/subscriptions/{id}`."""
        known_only(params, _UPDATE)
        found = self._account.need("sub_", identifier)
        if found["status"] == "canceled":
            raise refused("No such subscription", code="resource_missing")
        if "cancel_at_period_end" in params:
            found["cancel_at_period_end"] = params["cancel_at_period_end"] == "true"
        if "items" in params:
            lines, rows = self._changed(found, params["items"], params)
            found["items"]["data"] = rows
            due = sum(line["amount"] for line in lines)
            if due > 0:
                self._bill(found, due, paid=True)
        self._account._event("customer.subscription.updated", found)
        return found

    def preview(self, params: Params) -> Object:
        """`POST /v1/invoices/create_preview`."""
        known_only(params, frozenset({"subscription", "subscription_details"}))
        found = self._account.need("sub_", params["subscription"], "subscription")
        details = params["subscription_details"]
        lines, _ = self._changed(found, details["items"], details)
        total = sum(line["amount"] for line in lines)
        now = self._account.now()
        return {
            "object": "invoice",
            "id": f"upcoming_in_{secrets.token_hex(6)}",
            "amount_due": max(total, 0),
            "currency": found["currency"],
            "lines": {"object": "list", "data": lines, "has_more": False, "url": "/v1/l"},
            "starting_balance": 0,
            "total": total,
            "created": now,
        }

    def fail_renewal(self, identifier: str) -> Object:
        """The next period begins, and its payment fails."""
        found = self._roll(identifier)
        invoice = self._bill(found, _total(found["items"]["data"]), paid=False)
        found["status"] = "past_due"
        self._account._event("customer.subscription.updated", found)
        return invoice

    def renew(self, identifier: str) -> Object:
        """The next period begins and is paid."""
        found = self._roll(identifier)
        return self._bill(found, _total(found["items"]["data"]), paid=True)

    def pay(self, invoice_id: str) -> Object:
        """An open invoice is paid in the portal."""
        invoice = self._account.need("in_", invoice_id)
        invoice.update(
            status="paid",
            amount_paid=invoice["amount_due"],
            status_transitions={"paid_at": self._account.now()},
        )
        found = self._account.need("sub_", invoice["_subscription"])
        found["status"] = "active"
        self._account._event("invoice.paid", invoice)
        self._account._event("customer.subscription.updated", found)
        return found

    def end(self, identifier: str) -> Object:
        """The subscription ends."""
        found = self._account.need("sub_", identifier)
        found["status"] = "canceled"
        self._account._event("customer.subscription.deleted", found)
        return found

    def cancel(self, identifier: str, params: Params) -> Object:
        """`DELETE /v1/subscriptions/{id}`."""
        check_cancel(self._account, identifier, params)
        return self.end(identifier)

    def portal(self, params: Params, base: str) -> Object:
        """`POST /v1/billing_portal/sessions`."""
        known_only(params, frozenset({"customer", "return_url"}))
        if not params.get("customer", "").startswith("cus_"):
            raise invalid("No such customer", "customer", "resource_missing")
        return {
            "id": f"bps_1{secrets.token_hex(8)}",
            "object": "billing_portal.session",
            "customer": params["customer"],
            "return_url": params["return_url"],
            "url": f"{base}/p/session/{secrets.token_urlsafe(12)}",
        }

    def invoices(self, params: Params) -> Object:
        """`GET /v1/invoices`, the newest first."""
        known_only(params, frozenset({"expand", "limit", "subscription"}))
        found = [
            {key: value for key, value in invoice.items() if not key.startswith("_")}
            for invoice in reversed(self._account.all("in_"))
            if invoice["_subscription"] == params["subscription"]
        ]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/invoices"}

    def _row(self, wanted: Params) -> Object:
        price = self._account.need("price_", wanted.get("price", ""), "price")
        return {
            "id": f"si_{secrets.token_hex(7)}",
            "object": "subscription_item",
            "price": price,
            "quantity": integer(wanted.get("quantity", "1"), "quantity"),
        }

    def _changed(
        self, found: Object, wanted: list[Params], params: Params
    ) -> tuple[list[Object], list[Object]]:
        """(lines of the proration, items afterwards)."""
        if params.get("proration_behavior") != "always_invoice":
            raise invalid("The fake prorates at once.", "proration_behavior")
        at = integer(params.get("proration_date", str(self._account.now())), "proration_date")
        old = {row["id"]: row for row in found["items"]["data"]}
        first = next(iter(old.values()))
        start, end = first["current_period_start"], first["current_period_end"]
        if not start <= at <= end:
            raise invalid("Cannot specify `proration_date` outside of current period.", "at")
        after: list[Object] = []
        for row in wanted:
            if row.get("deleted") == "true":
                old.pop(row["id"])
                continue
            made = self._row(row)
            if "id" in row:
                made["id"] = old.pop(row["id"])["id"]
            after.append(made)
        after += list(old.values())
        intervals = {row["price"]["recurring"]["interval"] for row in after}
        if len(intervals) != 1:
            raise invalid("All prices of a subscription have one interval.", "items")
        [interval] = intervals
        same = interval == first["price"]["recurring"]["interval"]
        new_end = end if same else _end(at, interval)
        for row in after:
            row.update(current_period_start=start if same else at, current_period_end=new_end)
        rest = (end - at) / (end - start)
        lines = [
            _line(f"Unused time on {_titles(found['items']['data'])}",
                  -round(_total(found["items"]["data"]) * rest)),
            _line(f"Remaining time on {_titles(after)}",
                  round(_total(after) * (rest if same else 1))),
        ]  # fmt: skip
        return lines, after

    def _roll(self, identifier: str) -> Object:
        found = self._account.need("sub_", identifier)
        for row in found["items"]["data"]:
            start = row["current_period_end"]
            row.update(
                current_period_start=start,
                current_period_end=_end(start, row["price"]["recurring"]["interval"]),
            )
        return found

    def _bill(self, subscription: Object, total: int, *, paid: bool) -> Object:
        now = self._account.now()
        first = subscription["items"]["data"][0]
        used = self.balances.use(subscription["customer"], total, subscription["currency"])
        tax = total * self.tax_ppm // (1_000_000 + self.tax_ppm)
        invoice = self._account._add(
            {
                "id": f"in_1{secrets.token_hex(8)}",
                "object": "invoice",
                "amount_due": total - used,
                "amount_paid": total - used if paid else 0,
                "currency": subscription["currency"],
                "customer": subscription["customer"],
                "post_payment_credit_notes_amount": 0,
                "total_excluding_tax": total - tax,
                "hosted_invoice_url": f"https://invoice.stripe.com/i/{secrets.token_hex(6)}",
                "number": f"{secrets.token_hex(4).upper()}-0001",
                "parent": {
                    "type": "subscription_details",
                    "subscription_details": {
                        "subscription": subscription["id"],
                        "metadata": subscription["metadata"],
                    },
                },
                "period_start": first["current_period_start"],
                "period_end": first["current_period_end"],
                "status": "paid" if paid else "open",
                "status_transitions": {"paid_at": now if paid else None},
                "total": total,
                "_subscription": subscription["id"],
            }
        )
        invoice["payments"] = payments_of(self._account, invoice, paid=paid)
        self._account._event("invoice.paid" if paid else "invoice.payment_failed", invoice)
        return invoice


def _line(words: str, amount: int) -> Object:
    return {
        "id": f"il_{secrets.token_hex(6)}",
        "object": "line_item",
        "amount": amount,
        "description": words,
    }


def _total(rows: list[Object]) -> int:
    return sum(row["price"]["unit_amount"] * row["quantity"] for row in rows)


def _titles(rows: list[Object]) -> str:
    return ", ".join(str(row["price"]["_title"]) for row in rows)


def _end(start: int, interval: str) -> int:
    at: Any = dt.datetime.fromtimestamp(start, dt.UTC)
    months = 12 if interval == "year" else 1
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return int(at.replace(year=year, month=month + 1, day=day).timestamp())
