"""The mock provider's books are in PostgreSQL: away, they are a provider that does not answer."""

import asyncpg
import pytest

from commerce.payments.mock_state import _books_open
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_core.db.lost import LOST


@pytest.mark.parametrize("lost", LOST, ids=lambda kind: kind.__name__)
def test_every_way_to_lose_the_database_is_no_answer(lost: type[Exception]) -> None:
    """Found by `make chaos`: a session that ended between two messages of one query was a 500."""
    error = (
        lost("gone") if lost is not asyncpg.PostgresError else asyncpg.ConnectionDoesNotExistError()
    )
    with pytest.raises(ProviderUnavailable), _books_open():
        raise error
