"""Several services share one environment, and none reads another's keys."""

import base64
import secrets
from typing import ClassVar

import pytest
from pydantic import Field

from ecomm_core.settings import CoreSettings, own_first


class Forge(CoreSettings):
    """Settings of a service of its own."""

    service: ClassVar[str] = "forge"
    llm_url: str = Field(default="", validation_alias="ECOMM_LLM_URL")


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def test_a_services_own_variables_go_first_whatever_their_letters() -> None:
    given = {"DATABASE_URL": "main", "forge_database_url": "own", "FORGE_X": "x", "OTHER_X": "y"}
    assert own_first("forge", given) == {
        **{"database_url": "own", "X": "x"},
        **{"forge_database_url": "own", "FORGE_X": "x", "OTHER_X": "y"},
    }


def test_a_service_without_own_variables_reads_what_all_read() -> None:
    given = {"DATABASE_URL": "main", "FORGERY_DATABASE_URL": "other"}
    assert own_first("forge", given) == given


def test_settings_take_the_own_database_and_keys_and_share_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fault it was seen to catch: settings that read the plain names alone."""
    own, shared = key(), key()
    environment = {
        "ECOMM_MODE": "local",
        "DATABASE_URL": "postgresql://main",
        "DATABASE_DIRECT_URL": "postgresql://main",
        "FORGE_DATABASE_URL": "postgresql://forge",
        "FORGE_DATABASE_DIRECT_URL": "postgresql://forge",
        "REDIS_URL": "redis://shared",
        "ECOMM_JWT_PRIVATE_KEY": "main",
        "FORGE_ECOMM_JWT_PRIVATE_KEY": "own",
        "ECOMM_SECRET_KEY": shared,
        "ECOMM_ENCRYPTION_KEY": shared,
        "FORGE_ECOMM_ENCRYPTION_KEY": own,
        "ECOMM_INTERNAL_KEY": shared,
        "ECOMM_STORAGE_URL": "file:///nowhere",
        "ECOMM_API_URL": "http://127.0.0.1:9",
        "ECOMM_DASHBOARD_URL": "http://localhost:3000",
        "ECOMM_STOREFRONT_URL": "http://localhost:3001",
        "ECOMM_STOREFRONT_DOMAIN": "localhost",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    forge, main = Forge(), CoreSettings()
    assert forge.database_url.get_secret_value() == "postgresql://forge"
    assert forge.database_direct_url.get_secret_value() == "postgresql://forge"
    assert forge.jwt_private_key.get_secret_value() == "own"
    assert forge.encryption_key.get_secret_value() == base64.b64decode(own)
    assert forge.secret_key.get_secret_value() == base64.b64decode(shared)
    assert forge.redis_url == main.redis_url
    assert main.database_url.get_secret_value() == "postgresql://main"
    assert main.encryption_key.get_secret_value() == base64.b64decode(shared)
