"""Settings of every product on top of the kernel's."""

from pydantic import Field

from ecomm_core.settings import CoreSettings, Key


class ProductSettings(CoreSettings):
    """Read once at a product's composition roots. A product derives its own and sets `service`."""

    platform_key: Key | None = Field(
        default=None,
        validation_alias="ECOMM_PLATFORM_KEY",
        description="What the platform signs its calls with; the internal key where none is given, "
        "as on one machine.",
    )
    gateway_url: str | None = Field(
        default=None,
        validation_alias="ECOMM_LLM_GATEWAY_URL",
        description="Origin of the gateway to model providers; without it nothing is generated.",
    )

    @property
    def platforms_key(self) -> bytes:
        """The key that the platform's calls are signed with."""
        return (self.platform_key or self.internal_key).get_secret_value()
