"""Settings of commerce on top of the kernel's."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from ecomm_connectors.suppliers.registry import SupplierAddresses
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

    stripe_connect: bool | None = Field(
        default=None,
        validation_alias="ECOMM_STRIPE_CONNECT",
        description="Whether each store connects an account of its own that its money goes to. "
        "Without a word: yes in production. No, where all stores belong to the owner of the key.",
    )
    stripe_connect_webhook_secret: SecretStr | None = Field(
        default=None,
        validation_alias="ECOMM_STRIPE_CONNECT_WEBHOOK_SECRET",
        description="Of the endpoint that hears of connected accounts; it may be the other's.",
    )

    exchange_rates_url: str | None = Field(
        default=None,
        validation_alias="ECOMM_EXCHANGE_RATES_URL",
        description="Where the European Central Bank's daily file is fetched, such as "
        "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml; never, where empty.",
    )

    referral_credit: int = Field(
        default=2_000,
        ge=0,
        le=100_000,
        validation_alias="ECOMM_REFERRAL_CREDIT",
        description="US cents that a business and the one it brought get off their next bills, "
        "once the first bill is paid; none is offered at 0.",
    )
    partner_window_days: int = Field(
        default=30,
        ge=1,
        le=365,
        validation_alias="ECOMM_PARTNER_WINDOW_DAYS",
        description="Days after a payment in which a refund takes credit and commission back.",
    )
    affiliate_minimum: int = Field(
        default=5_000,
        ge=1,
        le=1_000_000,
        validation_alias="ECOMM_AFFILIATE_MINIMUM",
        description="US cents of approved commission from which on an affiliate is paid out.",
    )

    simulated_supplier_dir: Path | None = Field(
        default=None,
        validation_alias="ECOMM_SIMULATED_SUPPLIER_DIR",
        description="Where the simulated supplier of local mode keeps its books; without it, and "
        "in production, there is none.",
    )
    simulated_supplier_url: str | None = Field(
        default=None,
        validation_alias="ECOMM_SIMULATED_SUPPLIER_URL",
        description="A simulated supplier that runs elsewhere; for tests, refused in production.",
    )

    @property
    def supplier_addresses(self) -> SupplierAddresses:
        """Where suppliers are asked."""
        simulated = self.simulated_supplier_url
        if simulated is None and self.simulated_supplier_dir is not None:
            simulated = f"{self.api_url.rstrip('/')}/simulated-supplier"
        return SupplierAddresses(simulated=simulated)

    @property
    def connects(self) -> bool:
        """Whether stores are paid out to accounts of their own."""
        wanted = not self.local if self.stripe_connect is None else self.stripe_connect
        return wanted and self.stripe_secret_key is not None

    @model_validator(mode="after")
    def _stripe_is_stripe_in_production(self) -> Self:
        if self.local:
            return self
        if self.simulated_supplier_dir is not None or self.simulated_supplier_url is not None:
            raise ValueError("not allowed in production: ECOMM_SIMULATED_SUPPLIER_DIR, _URL")
        if self.stripe_api_base is not None:
            raise ValueError("not allowed in production: ECOMM_STRIPE_API_BASE")
        if self.stripe_secret_key is not None and self.stripe_webhook_secret is None:
            raise ValueError("ECOMM_STRIPE_WEBHOOK_SECRET is required with ECOMM_STRIPE_SECRET_KEY")
        if self.billing and self.stripe_secret_key is None:
            raise ValueError("ECOMM_BILLING needs ECOMM_STRIPE_SECRET_KEY: somebody must collect")
        return self
