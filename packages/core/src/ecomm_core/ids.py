"""Identifiers: UUIDv7, made in Python so that any PostgreSQL >= 16 works (ADR 0005)."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["UUID", "new_id"]


def new_id() -> UUID:
    """A fresh UUIDv7: time-ordered (index locality), unguessable (62+ random bits)."""
    return uuid7()
