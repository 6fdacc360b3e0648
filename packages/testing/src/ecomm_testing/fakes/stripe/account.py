"""The fake account: its objects, and what may happen to them.

Fields follow https://docs.stripe.com/api for what shops use; those that are always null for us are
left out. Times are unix seconds, amounts Stripe's integers.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from ecomm_testing.fakes.stripe.billing import Billing
from ecomm_testing.fakes.stripe.connected import Connected
from ecomm_testing.fakes.stripe.disputes import Disputes
from ecomm_testing.fakes.stripe.refunds import Refunds
from ecomm_testing.fakes.stripe.validation import checked_metadata, checked_session
from ecomm_testing.fakes.stripe.wire import (
    Object,
    Params,
    known_only,
    missing,
    refused,
)

API_VERSION: Final = "2026-10-28.endive"


class Choice(StrEnum):
    """What the shopper does on the hosted page."""

    PAY = "pay"
    DECLINE = "decline"
    CHALLENGE = "challenge"  # 3-D Secure asked for; then PAY or FAIL_CHALLENGE
    FAIL_CHALLENGE = "fail_challenge"
    BANK_DEBIT = "bank_debit"  # settles later: SETTLE or BOUNCE
    SETTLE = "settle"
    BOUNCE = "bounce"


_NAMES: Final = {
    "cs_": "checkout.session",
    "pi_": "payment_intent",
    "ch_": "charge",
    "re_": "refund",
    "du_": "dispute",
    "acct_": "account",
    "txn_": "balance_transaction",
    "price_": "price",
    "coupon_": "coupon",
    "sub_": "subscription",
    "in_": "invoice",
    "cbtxn_": "customer_balance_transaction",
}
_CAPTURABLE: Final = "requires_capture"
_CANCELLABLE: Final = frozenset(
    {"requires_payment_method", "requires_confirmation", "requires_action", "processing"}
) | {_CAPTURABLE}


class FakeAccount:
    """Objects by id, and events oldest first. `on_event` hears of each new event."""

    def __init__(self, clock: Callable[[], float], on_event: Callable[[Object], None]) -> None:
        self._clock = clock
        self._on_event = on_event
        self._objects: dict[str, Object] = {}
        self.events: list[Object] = []
        self.payer: dict[str, str] = {}
        """Of the next charges: `country` and `email` of the billing, `fingerprint` of the card."""
        self.refunds = Refunds(self)
        self.disputes = Disputes(self)
        self.connected = Connected(self)
        self.billing = Billing(self)

    def now(self) -> int:
        """Unix seconds."""
        return int(self._clock())

    def get(self, identifier: str) -> Object | None:
        """Any object; an open session past its time is expired first."""
        thing = self._objects.get(identifier)
        if thing is not None and thing["object"] == "checkout.session":
            self._lapse(thing)
        return thing

    def need(self, prefix: str, identifier: str, param: str = "id") -> Object:
        """The object, or the API's 404."""
        thing = self.get(identifier) if identifier.startswith(prefix) else None
        if thing is None:
            raise missing(_NAMES[prefix], identifier, param)
        return thing

    def all(self, prefix: str) -> list[Object]:
        """Objects of a kind, oldest first."""
        found = [self.get(name) for name in list(self._objects) if name.startswith(prefix)]
        return [thing for thing in found if thing is not None]

    def create_session(self, params: Params, page_base: str) -> Object:
        """`POST /v1/checkout/sessions`."""
        if params.get("mode") == "subscription":
            return self.billing.checkout(params, page_base)
        fields = checked_session(params, self.now())
        identifier = f"cs_test_{secrets.token_urlsafe(43)}"
        intent_data = params.get("payment_intent_data", {})
        session = self._add(
            {
                "id": identifier,
                "object": "checkout.session",
                "mode": "payment",
                "payment_intent": None,
                "payment_method_types": ["card"],
                "payment_status": "unpaid",
                "status": "open",
                "url": f"{page_base}/c/pay/{identifier}",
                **fields,
            }
        )
        # Not part of the API's object: what the page shows, and what the intent will be made of.
        session["_lines"] = params["line_items"]
        session["_intent"] = {
            "metadata": checked_metadata(intent_data.get("metadata")),
            "capture_method": intent_data.get("capture_method", "automatic_async"),
            "on_behalf_of": intent_data.get("on_behalf_of"),
            "transfer_data": self._destination(intent_data.get("transfer_data")),
        }
        return session

    def _destination(self, transfer: Object | None) -> Object | None:
        """A destination charge goes to an account of ours that may take money."""
        if transfer is None:
            return None
        account = self.need("acct_", transfer.get("destination", ""), "destination")
        if account["capabilities"]["transfers"] != "active":
            raise refused(
                "Your destination account needs to have at least one of the following"
                " capabilities enabled: transfers",
                code="insufficient_capabilities_for_transfer",
            )
        return {"destination": account["id"]}

    def expire_session(self, identifier: str) -> Object:
        """`POST /v1/checkout/sessions/{id}/expire`."""
        session = self.need("cs_", identifier)
        if session["status"] != "open":
            raise refused(
                'Only Checkout Sessions with a status in ["open"] can be expired. This Session has'
                f" a status of `{session['status']}`."
            )
        self._expire(session)
        return session

    def choose(self, identifier: str, choice: Choice) -> Object:
        """What the hosted page does; raises 400 where the page would not offer it."""
        session = self.need("cs_", identifier)
        late = choice in (Choice.SETTLE, Choice.BOUNCE)
        if session["status"] != ("complete" if late else "open"):
            raise refused(f"This Session has a status of `{session['status']}`.")
        intent = self._intent_of(session)
        if late and intent["status"] != "processing":
            raise refused(f"This PaymentIntent has a status of `{intent['status']}`.")
        steps: dict[Choice, Callable[[Object, Object], None]] = {
            Choice.PAY: self._pay,
            Choice.DECLINE: self._decline,
            Choice.CHALLENGE: self._challenge,
            Choice.FAIL_CHALLENGE: self._fail_challenge,
            Choice.BANK_DEBIT: self._debit,
            Choice.SETTLE: self._settle,
            Choice.BOUNCE: self._bounce,
        }
        steps[choice](session, intent)
        return session

    def capture_intent(self, identifier: str, params: Params) -> Object:
        """`POST /v1/payment_intents/{id}/capture`, always the whole amount."""
        known_only(params, frozenset({"expand"}))
        intent = self.need("pi_", identifier)
        if intent["status"] != _CAPTURABLE:
            raise _unexpected_state("captured", intent)
        charge = self._objects[intent["latest_charge"]]
        charge.update(captured=True, amount_captured=charge["amount"])
        self._event("charge.captured", charge)
        self._succeed(intent)
        for session in self.all("cs_"):
            if session["payment_intent"] == identifier:
                session["payment_status"] = "paid"
        return intent

    def cancel_intent(self, identifier: str, params: Params) -> Object:
        """`POST /v1/payment_intents/{id}/cancel`."""
        known_only(params, frozenset({"cancellation_reason", "expand"}))
        intent = self.need("pi_", identifier)
        if intent["status"] not in _CANCELLABLE:
            raise _unexpected_state("canceled", intent)
        if intent["status"] == _CAPTURABLE:
            # Stripe shows a released authorisation as a refunded charge that was never captured.
            charge = self._objects[intent["latest_charge"]]
            charge.update(amount_refunded=charge["amount"], refunded=True)
        intent.update(
            status="canceled",
            amount_capturable=0,
            canceled_at=self.now(),
            cancellation_reason=params.get("cancellation_reason", "requested_by_customer"),
        )
        self._event("payment_intent.canceled", intent)
        return intent

    def create_refund(self, params: Params) -> Object:
        """`POST /v1/refunds`."""
        return self.refunds.create(params)

    def fail_refund(self, identifier: str) -> Object:
        """The bank sent the refund back: the money is ours again."""
        return self.refunds.fail(identifier)

    def _pay(self, session: Object, intent: Object) -> None:
        self._charge(intent)
        session.update(status="complete", url=None)
        if intent["capture_method"] == "manual":
            intent.update(status=_CAPTURABLE, amount_capturable=intent["amount"])
            self._event("payment_intent.amount_capturable_updated", intent)
        else:
            self._succeed(intent)
            session["payment_status"] = "paid"
        self._event("checkout.session.completed", session)

    def _decline(self, _session: Object, intent: Object) -> None:
        self._fail(intent, "card_declined", "generic_decline", "Your card was declined.")

    def _challenge(self, _session: Object, intent: Object) -> None:
        intent.update(status="requires_action", next_action={"type": "use_stripe_sdk"})
        self._event("payment_intent.requires_action", intent)

    def _fail_challenge(self, _session: Object, intent: Object) -> None:
        self._fail(
            intent,
            "payment_intent_authentication_failure",
            None,
            "The provided PaymentMethod has failed authentication.",
        )

    def _debit(self, session: Object, intent: Object) -> None:
        self._charge(intent, status="pending")
        intent["status"] = "processing"
        self._event("payment_intent.processing", intent)
        session.update(status="complete", url=None)
        self._event("checkout.session.completed", session)

    def _settle(self, session: Object, intent: Object) -> None:
        charge = self._objects[intent["latest_charge"]]
        charge.update(
            status="succeeded", paid=True, captured=True, amount_captured=charge["amount"]
        )
        self._event("charge.succeeded", charge)
        self._succeed(intent)
        session["payment_status"] = "paid"
        self._event("checkout.session.async_payment_succeeded", session)

    def _bounce(self, session: Object, intent: Object) -> None:
        self._objects[intent["latest_charge"]]["status"] = "failed"
        self._fail(intent, "debit_not_authorized", None, "The debit was not authorized.")
        self._event("checkout.session.async_payment_failed", session)

    def _intent_of(self, session: Object) -> Object:
        """Stripe makes the intent when the shopper first submits the page."""
        if session["payment_intent"] is not None:
            return self._objects[session["payment_intent"]]
        identifier = f"pi_3{secrets.token_hex(12)}"
        intent = self._add(
            {
                "id": identifier,
                "object": "payment_intent",
                "amount": session["amount_total"],
                "amount_capturable": 0,
                "amount_received": 0,
                "canceled_at": None,
                "cancellation_reason": None,
                "client_secret": f"{identifier}_secret_{secrets.token_hex(12)}",
                "currency": session["currency"],
                "last_payment_error": None,
                "latest_charge": None,
                "next_action": None,
                "payment_method_types": ["card"],
                "status": "requires_payment_method",
                **session["_intent"],
            }
        )
        session["payment_intent"] = identifier
        self._event("payment_intent.created", intent)
        return intent

    def _charge(self, intent: Object, *, status: str = "succeeded") -> Object:
        captured = status == "succeeded" and intent["capture_method"] != "manual"
        charge = self._add(
            {
                "id": f"ch_3{secrets.token_hex(12)}",
                "object": "charge",
                "amount": intent["amount"],
                "amount_captured": intent["amount"] if captured else 0,
                "amount_refunded": 0,
                "billing_details": {
                    "address": {"country": self.payer.get("country")},
                    "email": self.payer.get("email"),
                },
                "captured": captured,
                "currency": intent["currency"],
                "disputed": False,
                "failure_code": None,
                "failure_message": None,
                "metadata": dict(intent["metadata"]),
                "paid": status == "succeeded",
                "payment_intent": intent["id"],
                "payment_method_details": {
                    "card": {"fingerprint": self.payer.get("fingerprint")},
                    "type": "card",
                },
                "refunded": False,
                "status": status,
            }
        )
        intent["latest_charge"] = charge["id"]
        self._event(f"charge.{status}", charge)
        return charge

    def _succeed(self, intent: Object) -> None:
        intent.update(
            status="succeeded",
            amount_capturable=0,
            amount_received=intent["amount"],
            last_payment_error=None,
            next_action=None,
        )
        self._event("payment_intent.succeeded", intent)

    def _fail(self, intent: Object, code: str, decline_code: str | None, message: str) -> None:
        error: dict[str, Any] = {"type": "card_error", "code": code, "message": message}
        if decline_code is not None:
            error["decline_code"] = decline_code
        intent.update(status="requires_payment_method", last_payment_error=error, next_action=None)
        self._event("payment_intent.payment_failed", intent)

    def _lapse(self, session: Object) -> None:
        if session["status"] == "open" and self.now() >= session["expires_at"]:
            self._expire(session)

    def _expire(self, session: Object) -> None:
        session.update(status="expired", url=None)
        self._event("checkout.session.expired", session)

    def _add(self, fields: Object) -> Object:
        thing = {"created": self.now(), "metadata": {}, **fields}
        if thing["object"] != "refund":  # the one object that does not say
            thing["livemode"] = False
        self._objects[thing["id"]] = thing
        return thing

    def _event(self, kind: str, thing: Object) -> None:
        event: Object = {
            "id": f"evt_3{secrets.token_hex(12)}",
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now(),
            "data": {"object": public(thing)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.events.append(event)
        self._on_event(event)


def public(thing: Object) -> Object:
    """The object as the API shows it."""
    return {key: value for key, value in thing.items() if not key.startswith("_")}


def _unexpected_state(wanted: str, intent: Object) -> Exception:
    return refused(
        f"This PaymentIntent could not be {wanted} because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
    )
