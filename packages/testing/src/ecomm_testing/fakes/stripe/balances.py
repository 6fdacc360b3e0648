"""Customers' credit of the fake: balances (https://docs.stripe.com/billing/customer/balance), and
credit notes."""

from __future__ import annotations

import secrets

from ecomm_testing.fakes.stripe.books import Books
from ecomm_testing.fakes.stripe.validation import checked_metadata
from ecomm_testing.fakes.stripe.wire import Object, Params, integer, known_only


class Balances:
    """What customers have left: entries below zero are credit, those above are owed."""

    def __init__(self, account: Books) -> None:
        self._account = account

    def left(self, customer: str) -> int:
        """Credit of a customer."""
        return -sum(int(one["amount"]) for one in self._of(customer))

    def use(self, customer: str, total: int, currency: str) -> int:
        """Take an invoice's total from the credit as far as it goes; how much that was."""
        used = min(max(self.left(customer), 0), total)
        if used:
            self.add(customer, {"amount": str(used), "currency": currency})
        return used

    def add(self, customer: str, params: Params) -> Object:
        """`POST /v1/customers/{id}/balance_transactions`."""
        known_only(params, frozenset({"amount", "currency", "description", "metadata"}))
        return self._account._add(
            {
                "id": f"cbtxn_1{secrets.token_hex(8)}",
                "object": "customer_balance_transaction",
                "amount": integer(params.get("amount", ""), "amount"),
                "currency": params["currency"],
                "customer": customer,
                "description": params.get("description"),
                "metadata": checked_metadata(params.get("metadata")),
                "type": "adjustment",
            }
        )

    def entries(self, customer: str, params: Params) -> Object:
        """`GET /v1/customers/{id}/balance_transactions`, the newest first."""
        known_only(params, frozenset({"limit"}))
        found = self._of(customer)[::-1]
        most = integer(params.get("limit", "10"), "limit")
        return {
            "object": "list",
            "data": found[:most],
            "has_more": len(found) > most,
            "url": f"/v1/customers/{customer}/balance_transactions",
        }

    def credit_note(self, invoice_id: str, amount: int) -> Object:
        """A paid invoice is refunded, in part or whole, with a credit note."""
        invoice = self._account.need("in_", invoice_id)
        invoice["post_payment_credit_notes_amount"] += amount
        self._account._event("invoice.updated", invoice)
        return invoice

    def _of(self, customer: str) -> list[Object]:
        return [one for one in self._account.all("cbtxn_") if one["customer"] == customer]
