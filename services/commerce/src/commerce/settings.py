"""Settings of commerce on top of the kernel's."""

from pydantic import Field, SecretStr

from ecomm_core.settings import CoreSettings


class CommerceSettings(CoreSettings):
    """Read once at the composition roots."""

    stripe_secret_key: SecretStr | None = Field(
        default=None, validation_alias="ECOMM_STRIPE_SECRET_KEY"
    )
    stripe_webhook_secret: SecretStr | None = Field(
        default=None, validation_alias="ECOMM_STRIPE_WEBHOOK_SECRET"
    )
    stripe_api_base: str | None = Field(
        default=None,
        validation_alias="ECOMM_STRIPE_API_BASE",
        description="Another address of Stripe's API; for fakes, refused in production.",
    )
