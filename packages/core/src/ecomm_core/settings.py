"""Settings of the kernel. No secret has a default: `ecomm up` generates them, production gives
them, and a missing one refuses to start."""

import base64
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, SecretBytes, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Mode(StrEnum):
    """`local` is what `ecomm up` sets: loopback only, mailbox page, mock payment, test clock."""

    LOCAL = "local"
    PRODUCTION = "production"


def _decode_key(value: object) -> object:
    if isinstance(value, str):
        raw = base64.b64decode(value, validate=True)
        if len(raw) < 32:
            raise ValueError("must be at least 32 bytes, base64")
        return raw
    return value


Key = Annotated[SecretBytes, BeforeValidator(_decode_key)]


def _split(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Words = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class CoreSettings(BaseSettings):
    """What every service needs. Read from the environment once, at its composition root."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    mode: Mode = Field(validation_alias="ECOMM_MODE")
    database_url: SecretStr = Field(validation_alias="DATABASE_URL")
    database_direct_url: SecretStr = Field(validation_alias="DATABASE_DIRECT_URL")
    redis_url: SecretStr = Field(validation_alias="REDIS_URL")
    jwt_private_key: SecretStr = Field(validation_alias="ECOMM_JWT_PRIVATE_KEY")
    secret_key: Key = Field(validation_alias="ECOMM_SECRET_KEY")
    encryption_key: Key = Field(validation_alias="ECOMM_ENCRYPTION_KEY")
    internal_key: Key = Field(validation_alias="ECOMM_INTERNAL_KEY")
    storage_url: str = Field(validation_alias="ECOMM_STORAGE_URL")
    api_url: str = Field(validation_alias="ECOMM_API_URL")
    dashboard_url: str = Field(validation_alias="ECOMM_DASHBOARD_URL")
    storefront_url: str = Field(validation_alias="ECOMM_STOREFRONT_URL")
    storefront_domain: str = Field(validation_alias="ECOMM_STOREFRONT_DOMAIN")
    storefront_instances: Words = Field(
        default_factory=list,
        validation_alias="ECOMM_STOREFRONT_INSTANCES",
        description="Origins that get revalidation calls; storefront_url where empty.",
    )
    clock_file: Path | None = Field(default=None, validation_alias="ECOMM_CLOCK_FILE")
    mailbox_dir: Path | None = Field(default=None, validation_alias="ECOMM_MAILBOX_DIR")
    smtp_url: SecretStr | None = Field(default=None, validation_alias="ECOMM_SMTP_URL")
    mail_from: str = Field(default="shop@localhost", validation_alias="ECOMM_MAIL_FROM")
    outbound_allow: Words = Field(default_factory=list, validation_alias="OUTBOUND_ALLOW")
    trusted_proxies: Words = Field(
        default_factory=lambda: ["127.0.0.1", "::1"],
        validation_alias="ECOMM_TRUSTED_PROXIES",
        description="Peers whose X-Forwarded-For names the client: the web apps' own servers.",
    )
    db_pool: int = Field(default=5, validation_alias="ECOMM_DB_POOL")

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if self.mode is Mode.PRODUCTION:
            wrong = []
            if self.clock_file:
                wrong.append("ECOMM_CLOCK_FILE")
            if self.mailbox_dir:
                wrong.append("ECOMM_MAILBOX_DIR")
            if self.outbound_allow:
                wrong.append("OUTBOUND_ALLOW")
            if wrong:
                raise ValueError(f"not allowed in production: {', '.join(wrong)}")
            if self.smtp_url is None:
                raise ValueError("ECOMM_SMTP_URL is required in production")
        return self

    @property
    def local(self) -> bool:
        """True in local mode."""
        return self.mode is Mode.LOCAL
