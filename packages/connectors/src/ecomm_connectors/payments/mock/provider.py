"""The mock provider behind the payment port. No money moves."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from ecomm_connectors.payments.checks import check_evidence, check_refund, check_session
from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState
from ecomm_connectors.payments.errors import (
    InvalidSignature,
    ProviderRefused,
    ProviderUnavailable,
)
from ecomm_connectors.payments.exponents import ExponentTable
from ecomm_connectors.payments.mock import disputing, rules
from ecomm_connectors.payments.mock.session import (
    PAYABLE,
    MockRefund,
    MockSession,
    fingerprint,
)
from ecomm_connectors.payments.mock.state import MockState
from ecomm_connectors.payments.port import (
    EntryKind,
    MoneyEntry,
    Payer,
    PaymentState,
    PaymentStatus,
    ProviderEvent,
    RefundRequest,
    RefundState,
    RefundStatus,
    SessionCreated,
    SessionRequest,
)
from ecomm_connectors.payments.signature import find_header, verify

NAME: Final = "mock"
SIGNATURE_HEADER: Final = "Mock-Signature"
DEFAULT_LATE_DELAY: Final = timedelta(minutes=10)
"""After the session's end: stock is held until five minutes after it."""

MOCK_EXPONENTS: Final = ExponentTable(
    digits={**dict.fromkeys(("JPY", "KRW", "VND", "CLP"), 0),
            **dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 3)}
)  # fmt: skip
"""The mock's own table: it writes amounts as the money rules do, every amount representable."""

_MAX_RACES: Final = 50
_MAX_DUE: Final = 1000


class MockProvider:
    """`PaymentProvider` that keeps its sessions in a `MockState`.

    secret: signs webhooks and makes session ids unguessable; at least 16 characters.
    page_url: where `mock_app` is mounted, as browsers see it, e.g. `http://127.0.0.1:8000/mock-pay`.
    clock: aware UTC now. late_delay: how long after the session's end a late payment arrives.
    """

    def __init__(
        self,
        state: MockState,
        *,
        secret: str,
        page_url: str,
        clock: Callable[[], datetime],
        late_delay: timedelta = DEFAULT_LATE_DELAY,
    ) -> None:
        if len(secret) < 16:
            raise ValueError("the mock provider's secret must have at least 16 characters")
        self.state = state
        self.clock = clock
        self.secret = secret
        self._page_url = page_url.rstrip("/")
        self._late_delay = late_delay

    @property
    def name(self) -> str:
        return NAME

    def amount_step(self, currency: str) -> int:
        return MOCK_EXPONENTS.step(currency)

    def page_of(self, session_id: str) -> str:
        """The hosted page's address."""
        return f"{self._page_url}/sessions/{session_id}"

    async def create_session(self, request: SessionRequest) -> SessionCreated:
        check_session(request)
        MOCK_EXPONENTS.to_provider(request.amount, request.currency)
        session = self._new_session(request)
        if not await self.state.add(session):
            stored = await self._need(session.id)
            if stored.fingerprint != session.fingerprint:
                raise ProviderRefused(
                    "idempotency_conflict", "the key was used for another request"
                )
            session = stored
        return SessionCreated(
            provider_ref=session.id,
            payment_url=self.page_of(session.id),
            expires_at=session.expires_at,
            test=True,
        )

    async def fetch(self, provider_ref: str) -> PaymentState:
        return self._state_of(await self.current(provider_ref))

    async def find(self, reference: str, *, since: datetime) -> PaymentState | None:
        for session in await self.state.list_changed(since):
            if session.reference == reference and session.created_at >= since:
                return await self.fetch(session.id)
        return None

    async def capture(self, provider_ref: str, *, idempotency_key: str) -> PaymentState:
        del idempotency_key  # capturing twice changes nothing here
        try:
            captured = await self.change(provider_ref, rules.capture)
        except rules.ActionNotPossible as error:
            raise ProviderRefused("not_capturable", str(error)) from error
        return self._state_of(captured)

    async def cancel(self, provider_ref: str) -> PaymentState:
        return self._state_of(await self.change(provider_ref, rules.cancel))

    async def refund(self, request: RefundRequest) -> RefundState:
        check_refund(request)

        def add_refund(session: MockSession, now: datetime) -> MockSession:
            return _with_refund(session, request, now)

        session = await self.change(request.provider_ref, add_refund)
        return next(
            _refund_state(session, refund)
            for refund in session.refunds
            if refund.idempotency_key == request.idempotency_key
        )

    async def list_refunds(self, provider_ref: str) -> tuple[RefundState, ...]:
        session = await self.current(provider_ref)
        return tuple(_refund_state(session, refund) for refund in session.refunds)

    async def list_since(
        self, since: datetime, *, until: datetime | None = None
    ) -> AsyncIterator[MoneyEntry]:
        # Late payments that nobody looked at yet have arrived all the same.
        for due in await self.state.list_due(self.clock(), _MAX_DUE):
            await self.current(due.id)
        for session in await self.state.list_changed(since):
            for entry in _entries(session):
                if since <= entry.occurred_at and (until is None or entry.occurred_at < until):
                    yield entry

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> ProviderEvent:
        verify(raw_body, find_header(headers, SIGNATURE_HEADER), [self.secret], now)
        try:
            event = json.loads(raw_body)
            fields = [event["id"], event["type"], event["payment"]]
            if not all(isinstance(field, str) and field for field in fields):
                raise InvalidSignature("the signed body is not an event")
            occurred_at = datetime.fromtimestamp(event["created"], UTC)
            disputed = event.get("dispute")
            if disputed is not None and not isinstance(disputed, str):
                raise InvalidSignature("the signed body is not an event")
        except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError):
            raise InvalidSignature("the signed body is not an event") from None
        return ProviderEvent(
            NAME,
            fields[0],
            fields[1],
            fields[2],
            occurred_at,
            dispute_ref=disputed,
            declined=fields[1] == rules.EventType.FAILED,
        )

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        return disputing.state(await self.current(disputing.session_of(dispute_ref)), NAME)

    async def submit_evidence(
        self, dispute_ref: str, evidence: DisputeEvidence, *, idempotency_key: str
    ) -> DisputeState:
        check_evidence(evidence, idempotency_key)
        answered = await self.change(disputing.session_of(dispute_ref), disputing.answered)
        return disputing.state(answered, NAME)

    async def choose(
        self,
        session_id: str,
        action: rules.Action,
        *,
        card: str | None = None,
        country: str | None = None,
    ) -> MockSession:
        """The shopper's choice, made once however often it is asked for; `card` and `country` as in
        `MockSession`.

        Raises ProviderRefused (`not_found`), rules.ActionNotPossible.
        """

        def choose(session: MockSession, now: datetime) -> MockSession:
            if action in disputing.ACTIONS:
                return disputing.act(session, action, now)
            settles_at = session.expires_at + self._late_delay
            payer = rules.with_payer(session, card, country)
            return rules.act(payer, action, now, settles_at=settles_at)

        return await self.change(session_id, choose)

    async def current(self, session_id: str, *, known: MockSession | None = None) -> MockSession:
        """The session as it is now: what time has done is stored before it is told."""
        return await self.change(session_id, lambda session, _: session, known=known)

    async def change(
        self,
        session_id: str,
        step: Callable[[MockSession, datetime], MockSession],
        *,
        known: MockSession | None = None,
    ) -> MockSession:
        """Apply a pure step by compare-and-set, again from the start when another was quicker.

        known: the session as the caller just read it, to save reading it again.
        Raises ProviderRefused (`not_found`), ProviderUnavailable after 50 lost races.
        """
        for _ in range(_MAX_RACES):
            stored = known or await self._need(session_id)
            known = None
            now = self.clock()
            changed = step(rules.lapse(stored, now), now)
            if changed is stored:
                return stored
            changed = replace(changed, version=stored.version + 1, changed_at=now)
            if await self.state.replace(changed, expected_version=stored.version):
                return changed
        raise ProviderUnavailable("too many changes at once")

    async def _need(self, session_id: str) -> MockSession:
        session = await self.state.get(session_id)
        if session is None:
            raise ProviderRefused("not_found", "no such session", field="provider_ref")
        return session

    def _new_session(self, request: SessionRequest) -> MockSession:
        now = self.clock()
        mac = hmac.new(
            self.secret.encode(), b"session:" + request.idempotency_key.encode(), hashlib.sha256
        )
        return MockSession(
            # One key, one id: the storage's uniqueness makes creation idempotent.
            id=f"mock_{mac.hexdigest()[:40]}",
            version=1,
            fingerprint=fingerprint(request),
            reference=request.reference,
            amount=request.amount,
            currency=request.currency,
            shop_name=request.shop_name,
            success_url=request.success_url,
            cancel_url=request.cancel_url,
            capture_method=request.capture_method,
            created_at=now,
            changed_at=now,
            expires_at=request.expires_at,
            status=PaymentStatus.CREATED,
            locale=request.locale,
            lines=request.lines,
            metadata=dict(request.metadata),
        )

    def _state_of(self, session: MockSession) -> PaymentState:
        return PaymentState(
            provider=NAME,
            provider_ref=session.id,
            reference=session.reference,
            status=session.status,
            currency=session.currency,
            amount=session.amount,
            amount_captured=session.amount_captured,
            amount_refunded=session.amount_refunded,
            test=True,
            failure_code=session.failure_code,
            failure_message=session.failure_message,
            payment_url=self.page_of(session.id) if session.status in PAYABLE else None,
            expires_at=session.expires_at,
            payer=_payer(session),
        )


def _payer(session: MockSession) -> Payer | None:
    """A card is named by a fingerprint, as real providers do."""
    if session.card is None and session.billing_country is None:
        return None
    print_ = None
    if session.card is not None:
        print_ = f"mock_{hashlib.sha256(session.card.encode()).hexdigest()[:16]}"
    return Payer(card_fingerprint=print_, country=session.billing_country)


def _with_refund(session: MockSession, request: RefundRequest, now: datetime) -> MockSession:
    asked = f"{request.reference}:{request.amount}:{request.currency}"
    for refund in session.refunds:
        if refund.idempotency_key == request.idempotency_key:
            if refund.fingerprint != asked:
                raise ProviderRefused(
                    "idempotency_conflict", "the key was used for another request"
                )
            return session
    if session.amount_captured == 0:
        raise ProviderRefused("not_refundable", "nothing was captured")
    if disputing.decidable(session) or disputing.lost(session):
        raise ProviderRefused("charge_disputed", "the bank has taken the money back")
    if request.currency != session.currency:
        raise ProviderRefused("invalid_request", "another currency was charged", field="currency")
    if request.amount > session.amount_captured - session.amount_refunded:
        raise ProviderRefused("refund_exceeds_captured", "more than is left", field="amount")
    refund = MockRefund(
        refund_ref=f"{session.id}_r{len(session.refunds) + 1}",
        idempotency_key=request.idempotency_key,
        fingerprint=asked,
        reference=request.reference,
        amount=request.amount,
        occurred_at=now,
    )
    refunded = replace(session, refunds=(*session.refunds, refund))
    return rules.with_event(refunded, rules.EventType.REFUNDED, now)


def _refund_state(session: MockSession, refund: MockRefund) -> RefundState:
    return RefundState(
        provider=NAME,
        refund_ref=refund.refund_ref,
        provider_ref=session.id,
        reference=refund.reference,
        status=RefundStatus.SUCCEEDED,
        amount=refund.amount,
        currency=session.currency,
    )


def _entries(session: MockSession) -> list[MoneyEntry]:
    if session.captured_at is None:
        return []
    charge = MoneyEntry(
        kind=EntryKind.CHARGE,
        entry_ref=f"{session.id}_c",
        provider_ref=session.id,
        reference=session.reference,
        amount=session.amount,
        currency=session.currency,
        settled=True,
        occurred_at=session.captured_at,
        metadata=session.metadata,
    )
    refunds = [
        MoneyEntry(
            kind=EntryKind.REFUND,
            entry_ref=refund.refund_ref,
            provider_ref=session.id,
            reference=refund.reference,
            amount=refund.amount,
            currency=session.currency,
            settled=True,
            occurred_at=refund.occurred_at,
            metadata=session.metadata,
        )
        for refund in session.refunds
    ]
    return [charge, *refunds, *disputing.entries(session)]
