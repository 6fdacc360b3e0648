"""Link tokens: of one purpose, one row, one nonce, one expiry; nothing else verifies."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ecomm_core.accounts.links import LinkOver, LinkSigner, Purpose

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_a_token_is_good_for_exactly_what_it_was_made_for() -> None:
    """Fault it was seen to catch: the purpose left out of what is signed."""
    signer, row = LinkSigner(b"k" * 32), uuid4()
    token = signer.token(Purpose.VERIFY, row, b"nonce", NOW)
    assert signer.row_of(token) == row
    assert token == signer.token(Purpose.VERIFY, row, b"nonce", NOW), "the mail task makes it again"
    signer.check(token, Purpose.VERIFY, row, b"nonce", NOW)
    for purpose, row_id, nonce, expires in (
        (Purpose.RESET, row, b"nonce", NOW),
        (Purpose.VERIFY, uuid4(), b"nonce", NOW),
        (Purpose.VERIFY, row, b"another", NOW),
        (Purpose.VERIFY, row, b"nonce", NOW + timedelta(seconds=1)),
    ):
        with pytest.raises(LinkOver):
            signer.check(token, purpose, row_id, nonce, expires)
    with pytest.raises(LinkOver):
        LinkSigner(b"o" * 32).check(token, Purpose.VERIFY, row, b"nonce", NOW)


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 63, "A" * 65, "\x00" * 64, "=" * 64])
def test_what_is_no_token_names_no_row(token: str) -> None:
    with pytest.raises(LinkOver):
        LinkSigner(b"k" * 32).row_of(token)
