"""The yardstick measures work, and more of it where there is more."""

import pytest

from bench import yardstick


async def test_a_bare_reply_costs_something_and_a_longer_way_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yardstick, "REPLIES", 50)
    plain = await yardstick.reply()
    slow = yardstick._SERVER.replace(
        "writer.write(REPLY)", "sum(range(400_000)); writer.write(REPLY)"
    )
    monkeypatch.setattr(yardstick, "_SERVER", slow)
    assert 0 < plain < await yardstick.reply()


def test_plain_python_costs_something() -> None:
    assert yardstick.interpret() > 0
