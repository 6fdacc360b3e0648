"""Unique keys that decide races: from a violated constraint to the right refusal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from ecomm_core.errors import AppError


def violated(error: IntegrityError) -> str | None:
    """Name of the constraint or unique index that PostgreSQL refused by, or None."""
    seen: BaseException | None = error.orig
    while seen is not None:
        name = getattr(seen, "constraint_name", None)
        if isinstance(name, str):
            return name
        seen = seen.__cause__
    return None


@contextmanager
def refusing(refusals: Mapping[str, AppError]) -> Iterator[None]:
    """Turn a violation of one of the named constraints into its refusal; others pass through.

    The transaction is lost either way: PostgreSQL aborts it.
    """
    try:
        yield
    except IntegrityError as error:
        refusal = refusals.get(violated(error) or "")
        if refusal is None:
            raise
        raise refusal from error
