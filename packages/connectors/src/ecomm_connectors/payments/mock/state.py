"""Where the mock provider keeps its sessions: a small port, and a version in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ecomm_connectors.payments.mock.session import MockSession


class MockState(Protocol):
    """Storage of sessions. Each method is atomic by itself and commits before it returns.

    The mock calls it outside any transaction of the caller. Implementations may store
    `to_json(session)` beside id, version, changed_at and next_due_at.
    """

    async def add(self, session: MockSession) -> bool:
        """Insert; False (and nothing done) when the id is taken."""
        ...

    async def get(self, session_id: str) -> MockSession | None:
        """The session, None when unknown."""
        ...

    async def replace(self, session: MockSession, *, expected_version: int) -> bool:
        """Store `session` only if the stored version is `expected_version`; False otherwise.
        In SQL: `UPDATE … WHERE id = :id AND version = :expected` and one row changed."""
        ...

    async def list_changed(self, since: datetime) -> Sequence[MockSession]:
        """Sessions whose `changed_at` ≥ since, latest `created_at` first."""
        ...

    async def list_due(self, now: datetime, limit: int) -> Sequence[MockSession]:
        """Up to `limit` sessions whose `next_due_at` ≤ now, earliest first."""
        ...


class InMemoryMockState:
    """For tests and single processes; lost with the process."""

    def __init__(self) -> None:
        self._sessions: dict[str, MockSession] = {}

    async def add(self, session: MockSession) -> bool:
        return self._sessions.setdefault(session.id, session) is session

    async def get(self, session_id: str) -> MockSession | None:
        return self._sessions.get(session_id)

    async def replace(self, session: MockSession, *, expected_version: int) -> bool:
        current = self._sessions.get(session.id)
        if current is None or current.version != expected_version:
            return False
        self._sessions[session.id] = session
        return True

    async def list_changed(self, since: datetime) -> Sequence[MockSession]:
        found = [session for session in self._sessions.values() if session.changed_at >= since]
        return sorted(found, key=lambda session: session.created_at, reverse=True)

    async def list_due(self, now: datetime, limit: int) -> Sequence[MockSession]:
        due = [
            (session.next_due_at, session.id, session)
            for session in self._sessions.values()
            if session.next_due_at is not None and session.next_due_at <= now
        ]
        return [session for _, _, session in sorted(due, key=lambda entry: entry[:2])[:limit]]
