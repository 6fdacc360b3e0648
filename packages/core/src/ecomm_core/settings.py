"""Settings of the kernel. No secret has a default: `ecomm up` generates them, production gives
them, and a missing one refuses to start."""

import base64
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import (
    BeforeValidator,
    Field,
    IPvAnyNetwork,
    SecretBytes,
    SecretStr,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ecomm_core.rates import Quota, Rate, parse


class Mode(StrEnum):
    """`local` is what `ecomm up` sets: loopback only, mailbox page, mock payment, test clock."""

    LOCAL = "local"
    PRODUCTION = "production"


def _decode_key(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        raw = b""
    # Of 32 random bytes about 30 differ; 16 come with a key that somebody typed or left as it was.
    if len(raw) < 32 or len(set(raw)) <= 16:
        raise ValueError("must be 32 random bytes in base64: `openssl rand -base64 32`")
    return raw


Key = Annotated[SecretBytes, BeforeValidator(_decode_key)]


def _split(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Words = Annotated[list[str], NoDecode, BeforeValidator(_split)]
Networks = Annotated[list[IPvAnyNetwork], NoDecode, BeforeValidator(_split)]


def own_first(service: str, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Variables as one service sees them: its own `<SERVICE>_X` stands for `X`, in any case of
    letters, so that several services share an environment and none another's database or keys."""
    prefix = f"{service}_".casefold()
    own = {
        name[len(prefix) :]: value
        for name, value in values.items()
        if name.casefold().startswith(prefix)
    }
    taken = {name.casefold() for name in own}
    return {name: value for name, value in values.items() if name.casefold() not in taken} | own


class CoreSettings(BaseSettings):
    """What every service needs. Read from the environment once, at its composition root."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )
    service: ClassVar[str] = ""
    """Where set, this service's own variables go first (`own_first`)."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As ever, with this service's own variables first."""
        if cls.service and isinstance(env_settings, EnvSettingsSource):
            env_settings.env_vars = own_first(cls.service, env_settings.env_vars)
        return init_settings, env_settings, dotenv_settings, file_secret_settings

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
        description="Origins that get revalidation calls; storefront_url where empty; "
        "`none` where no storefront runs.",
    )
    clock_file: Path | None = Field(default=None, validation_alias="ECOMM_CLOCK_FILE")
    mailbox_dir: Path | None = Field(default=None, validation_alias="ECOMM_MAILBOX_DIR")
    smtp_url: SecretStr | None = Field(default=None, validation_alias="ECOMM_SMTP_URL")
    sendgrid_api_key: SecretStr | None = Field(
        default=None, validation_alias="ECOMM_SENDGRID_API_KEY"
    )
    resend_api_key: SecretStr | None = Field(default=None, validation_alias="ECOMM_RESEND_API_KEY")
    mail_api_base: str | None = Field(
        default=None,
        validation_alias="ECOMM_MAIL_API_BASE",
        description="Another origin of the mail provider's interface, such as its regional one.",
    )
    mail_from: str = Field(default="shop@localhost", validation_alias="ECOMM_MAIL_FROM")
    outbound_allow: Words = Field(default_factory=list, validation_alias="OUTBOUND_ALLOW")
    trusted_proxies: Networks = Field(
        default=["127.0.0.0/8", "::1"],
        validate_default=True,
        validation_alias="ECOMM_TRUSTED_PROXIES",
        description="Networks whose X-Forwarded-For names the client: web apps, load balancers.",
    )
    rate_limits: Annotated[dict[Rate, Quota], NoDecode, BeforeValidator(parse)] = Field(
        default_factory=dict,
        validation_alias="ECOMM_RATE_LIMITS",
        description="Changed quotas per client address: `sign-in=30/60, public-reads=3000/60`.",
    )
    billing: bool = Field(
        default=False,
        validation_alias="ECOMM_BILLING",
        description="Whether businesses pay for their plan: they begin with a trial of 14 days. "
        "Without it each that registers is self-hosted, with nothing limited.",
    )
    llm_gateway_url: str | None = Field(
        default=None,
        validation_alias="ECOMM_LLM_GATEWAY_URL",
        description="Where the gateway to model providers is, such as http://127.0.0.1:8200.",
    )
    db_pool: int = Field(default=5, validation_alias="ECOMM_DB_POOL")
    db_pool_wait: float = Field(
        default=3,
        gt=0,
        validation_alias="ECOMM_DB_POOL_WAIT",
        description="Seconds that a request waits for a connection before it is answered 503.",
    )

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
            if not self._mail_providers:
                raise ValueError(
                    "ECOMM_SMTP_URL, ECOMM_SENDGRID_API_KEY or ECOMM_RESEND_API_KEY is required "
                    "in production"
                )
            if self.mail_api_base and not self.mail_api_base.startswith("https://"):
                raise ValueError("ECOMM_MAIL_API_BASE is https in production")
        if self._mail_providers > 1:
            raise ValueError("one way for mail: SMTP, SendGrid or Resend, not several")
        return self

    @property
    def _mail_providers(self) -> int:
        return sum(
            given is not None
            for given in (self.smtp_url, self.sendgrid_api_key, self.resend_api_key)
        )

    @property
    def local(self) -> bool:
        """True in local mode."""
        return self.mode is Mode.LOCAL
