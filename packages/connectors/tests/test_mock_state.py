"""The mock's storage: what a `MockState` must do, and that sessions survive being written down.

Run these against another implementation by giving it as the fixture `state`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ecomm_connectors.payments import PaymentStatus
from ecomm_connectors.payments.mock import (
    Action,
    InMemoryMockState,
    MockProvider,
    MockSession,
    from_json,
    to_json,
)


@pytest.fixture
def state() -> InMemoryMockState:
    return InMemoryMockState()


@pytest.fixture
async def session(mock_harness: Any, session_request: Any) -> MockSession:
    created = await mock_harness.provider.create_session(session_request(mock_harness.clock))
    found: MockSession = await mock_harness.provider.state.get(created.provider_ref)
    return found


async def test_an_id_is_taken_once(state: Any, session: MockSession) -> None:
    assert await state.add(session) is True
    other = replace(session, amount=1)
    assert await state.add(other) is False
    assert await state.get(session.id) == session
    assert await state.get("mock_unknown") is None


async def test_a_change_needs_the_version_it_was_made_from(
    state: Any, session: MockSession
) -> None:
    await state.add(session)
    second = replace(session, version=2, status=PaymentStatus.CAPTURED)
    assert await state.replace(second, expected_version=2) is False
    assert await state.replace(second, expected_version=1) is True
    assert await state.replace(replace(session, version=2), expected_version=1) is False
    assert await state.get(session.id) == second
    assert await state.replace(replace(session, id="mock_unknown"), expected_version=1) is False


async def test_lists_are_by_change_and_by_due_time(state: Any, session: MockSession) -> None:
    second = replace(
        session,
        id="mock_second",
        created_at=session.created_at + timedelta(hours=1),
        changed_at=session.changed_at + timedelta(hours=1),
        expires_at=session.expires_at - timedelta(minutes=1),
    )
    done = replace(session, id="mock_done", status=PaymentStatus.CANCELLED)
    for one in (session, second, done):
        await state.add(one)
    changed = await state.list_changed(session.changed_at)
    assert changed[0].id == "mock_second"
    assert len(changed) == 3
    assert [one.id for one in await state.list_changed(second.changed_at)] == ["mock_second"]
    assert await state.list_due(second.expires_at - timedelta(seconds=1), 10) == []
    due = await state.list_due(session.expires_at, 10)
    assert [one.id for one in due] == ["mock_second", session.id]
    assert [one.id for one in await state.list_due(session.expires_at, 1)] == ["mock_second"]


async def test_sessions_survive_being_written_as_json(
    mock_harness: Any, session: MockSession, refund_request: Any
) -> None:
    provider: MockProvider = mock_harness.provider
    assert from_json(to_json(session)) == session
    late = await provider.choose(session.id, Action.PAY_LATE)
    assert late.settles_at is not None
    assert from_json(to_json(late)) == late
    await provider.choose(session.id, Action.PAY_LATE)
    await provider.refund(refund_request(session.id, 100))
    whole = await provider.current(session.id)
    assert whole.refunds
    assert whole.pending_webhooks
    assert from_json(to_json(whole)) == whole
    assert "ada@example.com" not in to_json(whole)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"status": "paid"}'])
def test_what_is_no_session_is_an_error(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(text)


class Interleaved(InMemoryMockState):
    """Lets every other task run between each read and the write that follows it."""

    async def get(self, session_id: str) -> MockSession | None:
        found = await super().get(session_id)
        await asyncio.sleep(0)
        return found


async def test_paying_at_once_in_twenty_tabs_captures_once(
    mock_harness: Any, session_request: Any
) -> None:
    mock_harness.provider.state = Interleaved()
    provider: MockProvider = mock_harness.provider
    created = await provider.create_session(session_request(mock_harness.clock))
    actions = [Action.PAY, Action.DUPLICATE_WEBHOOK] * 10
    await asyncio.gather(*(provider.choose(created.provider_ref, action) for action in actions))
    session = await provider.current(created.provider_ref)
    assert [event.type for event in session.pending_webhooks] == ["payment.captured"]
    assert session.version == 2
    entries = [entry async for entry in provider.list_since(session.created_at)]
    assert [entry.amount for entry in entries] == [2499]


async def test_paying_and_cancelling_at_once_has_one_winner(
    mock_harness: Any, session_request: Any
) -> None:
    mock_harness.provider.state = Interleaved()
    provider: MockProvider = mock_harness.provider
    winners = set()
    for cancel_first in (True, False):
        created = await provider.create_session(session_request(mock_harness.clock))
        ref = created.provider_ref
        acts = [provider.cancel(ref), provider.choose(ref, Action.PAY)]
        await asyncio.gather(*(acts if cancel_first else acts[::-1]), return_exceptions=True)
        session = await provider.current(ref)
        winners.add(session.status)
        assert len(session.pending_webhooks) == 1
    assert winners == {PaymentStatus.CAPTURED, PaymentStatus.CANCELLED}


async def test_racing_refunds_through_interleaved_storage(
    mock_harness: Any, session_request: Any, refund_request: Any
) -> None:
    mock_harness.provider.state = Interleaved()
    provider: MockProvider = mock_harness.provider
    created = await provider.create_session(session_request(mock_harness.clock))
    await provider.choose(created.provider_ref, Action.PAY)
    requests = [refund_request(created.provider_ref, 1000) for _ in range(8)]
    await asyncio.gather(*(provider.refund(one) for one in requests), return_exceptions=True)
    assert (await provider.fetch(created.provider_ref)).amount_refunded == 2000
