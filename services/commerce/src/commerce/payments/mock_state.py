"""The mock provider's books in PostgreSQL: each call is one statement that commits by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_connectors.payments.mock.session import MockSession, from_json, to_json
from ecomm_core.db.engine import Database
from ecomm_core.db.lost import LOST

_ADD = """insert into mock_sessions (id, version, changed_at, next_due_at, body)
  values ($1, $2, $3, $4, $5) on conflict (id) do nothing returning id"""
_GET = "select body from mock_sessions where id = $1"
_REPLACE = """update mock_sessions set version = $2, changed_at = $3, next_due_at = $4, body = $5
  where id = $1 and version = $6 returning id"""
_CHANGED = "select body from mock_sessions where changed_at >= $1"
_DUE = """select body from mock_sessions where next_due_at <= $1
  order by next_due_at, id limit $2"""


class SqlMockState:
    """`MockState` on the service's database, outside every transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, session: MockSession) -> bool:
        """Insert; False when the id is taken."""
        return await self._one(_ADD, *_values(session)) is not None

    async def get(self, session_id: str) -> MockSession | None:
        """The session, None when unknown."""
        if "\x00" in session_id:
            return None
        body = await self._one(_GET, session_id)
        return from_json(body) if body is not None else None

    async def replace(self, session: MockSession, *, expected_version: int) -> bool:
        """Compare and set."""
        return await self._one(_REPLACE, *_values(session), expected_version) is not None

    async def list_changed(self, since: datetime) -> Sequence[MockSession]:
        """Sessions changed at or after `since`, latest made first."""
        found = [from_json(body) for body in await self._all(_CHANGED, since)]
        return sorted(found, key=lambda session: session.created_at, reverse=True)

    async def list_due(self, now: datetime, limit: int) -> Sequence[MockSession]:
        """Sessions with something to do by `now`, earliest first."""
        return [from_json(body) for body in await self._all(_DUE, now, limit)]

    async def _one(self, query: str, *args: Any) -> Any:
        with _books_open():
            return await (await self._database.reads()).fetchval(query, *args)

    async def _all(self, query: str, *args: Any) -> list[str]:
        with _books_open():
            rows = await (await self._database.reads()).fetch(query, *args)
        return [row["body"] for row in rows]


@contextmanager
def _books_open() -> Iterator[None]:
    """A database that is away is a provider that does not answer: the outcome is unknown."""
    try:
        yield
    except LOST as error:
        raise ProviderUnavailable("the mock provider's books are closed", retry_after=2) from error


def _values(session: MockSession) -> tuple[str, int, datetime, datetime | None, str]:
    return (session.id, session.version, session.changed_at, session.next_due_at, to_json(session))
