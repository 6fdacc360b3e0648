"""Stripe behind the payment port: Checkout Sessions in `payment` mode on Stripe's hosted page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Final

import stripe
from stripe.checkout import Session
from stripe.params import ChargeListParamsCreated, RefundCreateParams

from ecomm_connectors.payments.accounts import AccountRequest, AccountState
from ecomm_connectors.payments.checks import check_evidence, check_refund
from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState, DisputeStatus
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.payments.port import (
    MoneyEntry,
    PaymentState,
    PaymentStatus,
    ProviderEvent,
    RefundRequest,
    RefundState,
    SessionCreated,
    SessionRequest,
)
from ecomm_connectors.payments.stripe.accounts import account_params, account_state
from ecomm_connectors.payments.stripe.client import (
    CONNECT_TIMEOUT,
    TOTAL_TIMEOUT,
    BoundedHTTPClient,
    make_client,
)
from ecomm_connectors.payments.stripe.currency import STRIPE_EXPONENTS
from ecomm_connectors.payments.stripe.disputes import (
    dispute_entry,
    dispute_state,
    evidence_params,
)
from ecomm_connectors.payments.stripe.session_params import REFERENCE_KEY, session_params
from ecomm_connectors.payments.stripe.states import (
    PROVIDER,
    VOID_REASON,
    charge_entry,
    intent_state,
    ref_of,
    refund_entry,
    refund_state,
    session_state,
    when,
)
from ecomm_connectors.payments.stripe.translate import translated
from ecomm_connectors.payments.stripe.webhook import parse_event

_EXPANDED: Final = "payment_intent.latest_charge"
_PAGE: Final = 100
_CLOCK_SKEW: Final = timedelta(minutes=5)


class StripeProvider:
    """`PaymentProvider` for Stripe. One instance per account and event loop; `aclose()` it.

    api_key: secret or restricted key. webhook_secrets: `whsec_…` of the endpoint, old and new
    while one is being rotated. base_url: another API address (the local fake); None is Stripe's.
    """

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

    def amount_step(self, currency: str) -> int:
        return STRIPE_EXPONENTS.step(currency)

    async def create_session(self, request: SessionRequest) -> SessionCreated:
        params = session_params(request)
        with translated():
            session = await self._stripe.v1.checkout.sessions.create_async(
                params, {"idempotency_key": request.idempotency_key}
            )
            if not session.url:
                raise ValueError("a session without a page")
            return SessionCreated(
                provider_ref=session.id,
                payment_url=session.url,
                expires_at=when(session.expires_at),
                test=not session.livemode,
            )

    async def fetch(self, provider_ref: str) -> PaymentState:
        with translated():
            return _state(await self._load(provider_ref))

    async def find(self, reference: str, *, since: datetime) -> PaymentState | None:
        earliest = int((since - _CLOCK_SKEW).timestamp())
        with translated():
            page = await self._stripe.v1.checkout.sessions.list_async(
                {"created": {"gte": earliest}, "limit": _PAGE, "expand": [f"data.{_EXPANDED}"]}
            )
            async for session in page.auto_paging_iter():
                if session.client_reference_id == reference:
                    return session_state(session)
        return None

    async def capture(self, provider_ref: str, *, idempotency_key: str) -> PaymentState:
        with translated():
            loaded = await self._load(provider_ref)
            state = _state(loaded)
            if state.status is PaymentStatus.CAPTURED:
                return state
            intent = _intent_ref(loaded)
            if state.status is not PaymentStatus.AUTHORIZED or intent is None:
                raise ProviderRefused("not_capturable", f"the payment is {state.status}")
            await self._stripe.v1.payment_intents.capture_async(
                intent, None, {"idempotency_key": idempotency_key}
            )
        return await self.fetch(provider_ref)

    async def cancel(self, provider_ref: str) -> PaymentState:
        with translated():
            loaded = await self._load(provider_ref)
            state = _state(loaded)
            intent = _intent_ref(loaded)
            try:
                if state.status is PaymentStatus.AUTHORIZED and intent is not None:
                    await self._stripe.v1.payment_intents.cancel_async(intent)
                elif isinstance(loaded, Session) and loaded.status == "open":
                    await self._stripe.v1.checkout.sessions.expire_async(loaded.id)
                else:
                    return state
            except stripe.InvalidRequestError:
                # The shopper or another caller was quicker; the state says who won.
                pass
        return await self.fetch(provider_ref)

    async def refund(self, request: RefundRequest) -> RefundState:
        check_refund(request)
        amount = STRIPE_EXPONENTS.to_provider(request.amount, request.currency)
        with translated():
            loaded = await self._load(request.provider_ref)
            intent = _intent_ref(loaded)
            if intent is None or _state(loaded).amount_captured == 0:
                # "Refunding" what is only authorised would void it.
                raise ProviderRefused("not_refundable", "nothing was captured")
            params: RefundCreateParams = {
                "payment_intent": intent,
                "amount": amount,
                "metadata": {**request.metadata, REFERENCE_KEY: request.reference},
            }
            if _went_on(loaded):
                # The merchant has the money: it comes back from where it went.
                params["reverse_transfer"] = True
            try:
                refund = await self._stripe.v1.refunds.create_async(
                    params, {"idempotency_key": request.idempotency_key}
                )
            except stripe.InvalidRequestError as error:
                raise await self._refund_refused(request, error) from error
            return refund_state(refund, request.provider_ref)

    async def list_refunds(self, provider_ref: str) -> tuple[RefundState, ...]:
        with translated():
            intent = _intent_ref(await self._load(provider_ref))
            if intent is None:
                return ()
            page = await self._stripe.v1.refunds.list_async(
                {"payment_intent": intent, "limit": _PAGE}
            )
            newest_first = [
                refund_state(refund, provider_ref)
                async for refund in page.auto_paging_iter()
                if refund.reason != VOID_REASON
            ]
        return tuple(reversed(newest_first))

    async def list_since(
        self, since: datetime, *, until: datetime | None = None
    ) -> AsyncIterator[MoneyEntry]:
        # Stripe's times are whole seconds: t ≥ since is t ≥ ⌈since⌉, t < until is t < ⌈until⌉.
        created: ChargeListParamsCreated = {"gte": ceil(since.timestamp())}
        if until is not None:
            created["lt"] = ceil(until.timestamp())
        with translated():
            charges = await self._stripe.v1.charges.list_async({"created": created, "limit": _PAGE})
            async for charge in charges.auto_paging_iter():
                if (entry := charge_entry(charge)) is not None:
                    yield entry
            refunds = await self._stripe.v1.refunds.list_async({"created": created, "limit": _PAGE})
            async for refund in refunds.auto_paging_iter():
                if (entry := refund_entry(refund)) is not None:
                    yield entry
            moves = await self._stripe.v1.balance_transactions.list_async(
                {
                    "created": created,
                    "type": "adjustment",
                    "limit": _PAGE,
                    "expand": ["data.source"],
                }
            )
            async for move in moves.auto_paging_iter():
                if (entry := dispute_entry(move)) is not None:
                    yield entry

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        with translated():
            return dispute_state(await self._stripe.v1.disputes.retrieve_async(dispute_ref))

    async def submit_evidence(
        self, dispute_ref: str, evidence: DisputeEvidence, *, idempotency_key: str
    ) -> DisputeState:
        check_evidence(evidence, idempotency_key)
        with translated():
            dispute = await self._stripe.v1.disputes.retrieve_async(dispute_ref)
            if dispute_state(dispute).status is not DisputeStatus.NEEDS_RESPONSE:
                raise ProviderRefused("evidence_closed", f"the dispute is {dispute.status}")
            answered = await self._stripe.v1.disputes.update_async(
                dispute_ref,
                {"evidence": evidence_params(evidence), "submit": True},
                {"idempotency_key": idempotency_key},
            )
            return dispute_state(answered)

    async def open_account(self, request: AccountRequest) -> AccountState:
        """`PayoutAccounts`."""
        with translated():
            account = await self._stripe.v1.accounts.create_async(
                account_params(request), {"idempotency_key": request.idempotency_key}
            )
            return account_state(account)

    async def fetch_account(self, account_ref: str) -> AccountState:
        """`PayoutAccounts`."""
        with translated():
            return account_state(await self._stripe.v1.accounts.retrieve_async(account_ref))

    async def onboarding_url(self, account_ref: str, *, return_url: str, refresh_url: str) -> str:
        """`PayoutAccounts`."""
        with translated():
            link = await self._stripe.v1.account_links.create_async(
                {
                    "account": account_ref,
                    "type": "account_onboarding",
                    "return_url": return_url,
                    "refresh_url": refresh_url,
                }
            )
            return link.url

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> ProviderEvent:
        return parse_event(raw_body, headers, now, self._webhook_secrets, self.name)

    async def _load(self, provider_ref: str) -> Session | stripe.PaymentIntent:
        """The session of a `cs_`, `pi_` or `ch_` id, else the intent, expanded to the charge."""
        if provider_ref.startswith("cs_"):
            return await self._stripe.v1.checkout.sessions.retrieve_async(
                provider_ref, {"expand": [_EXPANDED]}
            )
        if provider_ref.startswith(("ch_", "py_")):
            charge = await self._stripe.v1.charges.retrieve_async(provider_ref)
            return await self._load(ref_of(charge.payment_intent) or "")
        if not provider_ref.startswith("pi_"):
            raise ProviderRefused("not_found", "no payment of ours", field="provider_ref")
        page = await self._stripe.v1.checkout.sessions.list_async(
            {"payment_intent": provider_ref, "limit": 1, "expand": [f"data.{_EXPANDED}"]}
        )
        if page.data:
            return page.data[0]
        return await self._stripe.v1.payment_intents.retrieve_async(
            provider_ref, {"expand": ["latest_charge"]}
        )

    async def _refund_refused(
        self, request: RefundRequest, error: stripe.InvalidRequestError
    ) -> Exception:
        """Name the common reason from what Stripe says is left, not from its sentences.

        Only after a refusal: before the call it would refuse the retry of a refund that succeeded.
        """
        state = _state(await self._load(request.provider_ref))
        if request.amount > state.amount_captured - state.amount_refunded:
            return ProviderRefused(
                "refund_exceeds_captured", error.user_message or "too much", field="amount"
            )
        return error


def _state(loaded: Session | stripe.PaymentIntent) -> PaymentState:
    return session_state(loaded) if isinstance(loaded, Session) else intent_state(loaded)


def _intent_ref(loaded: Session | stripe.PaymentIntent) -> str | None:
    return ref_of(loaded.payment_intent) if isinstance(loaded, Session) else loaded.id


def _went_on(loaded: Session | stripe.PaymentIntent) -> bool:
    """Whether the money was sent on to a merchant's account (a destination charge)."""
    intent = loaded.payment_intent if isinstance(loaded, Session) else loaded
    if not isinstance(intent, stripe.PaymentIntent):
        return False
    return ("transfer_data" in intent) and intent.transfer_data is not None
