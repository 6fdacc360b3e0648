"""A database that went away is known by every spelling its driver has for that, and by no other."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from ecomm_core.db.lost import is_lost

LOST = [
    asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress"),
    asyncpg.InternalClientError("got result for unknown protocol state 3"),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
    asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
    asyncpg.PostgresConnectionError("connection was lost"),
    asyncpg.AdminShutdownError("terminating connection due to administrator command"),
    asyncpg.CrashShutdownError("terminating connection because of crash of another server process"),
    asyncpg.CannotConnectNowError("the database system is starting up"),
    ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 5432)"),
    ConnectionResetError("Connection lost"),
    OSError(
        "Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] Connect call failed"
    ),
    TimeoutError(),
]
OTHERS = [
    asyncpg.UniqueViolationError("duplicate key value violates unique constraint"),
    asyncpg.DataError("invalid input for query argument $1: 2147483648 (value out of int32 range)"),
    asyncpg.LockNotAvailableError("canceling statement due to lock timeout"),
    asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
    asyncpg.TooManyConnectionsError("sorry, too many clients already"),
    asyncpg.UndefinedTableError('relation "x" does not exist'),
    ValueError("connection is closed"),
]


def wrapped(error: Exception) -> DBAPIError:
    """As SQLAlchemy raises it: the driver's error below its own, once as cause, once as `orig`."""
    translated = Exception(str(error))
    translated.__cause__ = error
    return DBAPIError("select 1", None, translated)


@pytest.mark.parametrize("error", LOST, ids=repr)
def test_lost_in_every_spelling_whoever_wraps_it(error: Exception) -> None:
    assert is_lost(error)
    assert is_lost(wrapped(error))


@pytest.mark.parametrize("error", OTHERS, ids=repr)
def test_what_a_living_database_refuses_is_not_lost(error: Exception) -> None:
    assert not is_lost(error)
    assert not is_lost(wrapped(error))
