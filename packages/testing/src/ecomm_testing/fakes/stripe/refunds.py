"""Refunds of the fake account (https://docs.stripe.com/api/refunds)."""

from __future__ import annotations

import secrets

from ecomm_testing.fakes.stripe.books import Books
from ecomm_testing.fakes.stripe.validation import checked_metadata
from ecomm_testing.fakes.stripe.wire import (
    Object,
    Params,
    integer,
    invalid,
    known_only,
    refused,
)


class Refunds:
    """Money given back, and what becomes of it."""

    def __init__(self, account: Books) -> None:
        self._account = account

    def create(self, params: Params) -> Object:
        """`POST /v1/refunds`, by payment intent or charge."""
        known_only(
            params,
            frozenset(
                {
                    "amount", "charge", "expand", "metadata", "payment_intent", "reason",
                    "reverse_transfer",
                }
            ),
        )  # fmt: skip
        charge = self._charge_to_refund(params)
        reverse = params.get("reverse_transfer") == "true"
        if reverse and self._account._objects[charge["payment_intent"]]["transfer_data"] is None:
            raise refused("This charge has no transfer to reverse.", "reverse_transfer")
        if any(
            dispute["charge"] == charge["id"] and not dispute["is_charge_refundable"]
            for dispute in self._account.all("du_")
            if dispute["status"] != "won"
        ):
            raise refused("This charge has been charged back.", code="charge_disputed")
        left = charge["amount_captured"] - charge["amount_refunded"]
        if not charge["captured"]:
            raise refused("This charge has not been captured.", "charge", "charge_not_captured")
        if left == 0:
            raise refused(
                f"Charge {charge['id']} has already been refunded.",
                code="charge_already_refunded",
            )
        amount = integer(params.get("amount", str(left)), "amount")
        if amount < 1:
            raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
        if amount > left:
            raise refused(
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
                "amount",
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        refund = self._account._add(
            {
                "id": f"re_3{secrets.token_hex(12)}",
                "object": "refund",
                "amount": amount,
                "charge": charge["id"],
                "currency": charge["currency"],
                "metadata": checked_metadata(params.get("metadata")),
                "payment_intent": charge["payment_intent"],
                "reason": params.get("reason"),
                "status": "succeeded",
                "transfer_reversal": f"trr_1{secrets.token_hex(8)}" if reverse else None,
            }
        )
        self._account._event("refund.created", refund)
        self._account._event("charge.refunded", charge)
        return refund

    def fail(self, identifier: str) -> Object:
        """The bank sent the refund back: the money is ours again."""
        refund = self._account.need("re_", identifier)
        charge = self._account._objects[refund["charge"]]
        refund.update(status="failed", failure_reason="lost_or_stolen_card")
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        self._account._event("refund.failed", refund)
        return refund

    def _charge_to_refund(self, params: Params) -> Object:
        if "payment_intent" in params:
            intent = self._account.need("pi_", params["payment_intent"], "payment_intent")
            if intent["latest_charge"] is None:
                raise refused("This PaymentIntent does not have a successful charge to refund.")
            return self._account._objects[intent["latest_charge"]]
        return self._account.need("ch_", params.get("charge", ""), "charge")
