"""Foreign errors become one sentence."""

import asyncpg
import pytest
from pydantic import BaseModel
from redis.exceptions import ConnectionError as RedisConnectionError

from ecomm_cli.explain import explain
from ecomm_core.errors import Conflict, NotFound


class Settings(BaseModel):
    port: int
    key: str


def settings_error() -> Exception:
    try:
        Settings.model_validate({"port": "secret-value"})
    except ValueError as error:
        return error
    raise AssertionError("the settings are wrong")


def wrapped(cause: Exception) -> Exception:
    try:
        raise RuntimeError("outer") from cause
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotFound("There is no store `x`."), "There is no store `x`."),
        (Conflict.on_field("slug", "Taken."), "Taken."),
        (wrapped(ConnectionRefusedError("no")), "A server does not answer (no): start everything"),
        (TimeoutError(), "A server does not answer (TimeoutError)"),
        (RedisConnectionError("gone"), "Redis does not answer (gone)"),
        (asyncpg.UndefinedTableError("no table x\nmore"), "PostgreSQL refused: no table x."),
        (KeyError("x"), "Unexpected KeyError: 'x' (set ECOMM_DEBUG=1 to see where)."),
    ],
)
def test_a_sentence_for_each(error: Exception, sentence: str) -> None:
    assert explain(error).startswith(sentence)
    assert "\n" not in explain(error)


def test_settings_are_named_and_their_values_are_not_shown() -> None:
    said = explain(settings_error())
    assert "key is missing" in said
    assert "port: Input should be a valid integer" in said
    assert "secret-value" not in said
