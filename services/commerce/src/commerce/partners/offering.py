"""What this platform offers partners: nothing where nobody pays for a plan."""

from datetime import timedelta

from commerce.billing.providers import subscriptions_of
from commerce.partners.errors import PartnersOff
from commerce.settings import CommerceSettings
from ecomm_core.kernel import Kernel


def settings_of(kernel: Kernel) -> CommerceSettings:
    """Commerce's own settings."""
    if not isinstance(kernel.settings, CommerceSettings):
        raise TypeError("commerce runs on CommerceSettings")
    return kernel.settings


def is_open(kernel: Kernel) -> bool:
    """Whether plans are sold here, at the mock in local mode."""
    return subscriptions_of(kernel).open


def need_open(kernel: Kernel) -> None:
    """Raise PartnersOff (409) where no plans are sold."""
    if not is_open(kernel):
        raise PartnersOff


def is_test(kernel: Kernel) -> bool:
    """Whether no money moves."""
    providers = subscriptions_of(kernel)
    return providers.open and providers.serving() is providers.mock


def credit_of(kernel: Kernel) -> int:
    """US cents for either side of a referral; 0 where none is offered."""
    return settings_of(kernel).referral_credit if is_open(kernel) else 0


def window_of(kernel: Kernel) -> timedelta:
    """For so long after a payment its refund takes back what was earned with it."""
    return timedelta(days=settings_of(kernel).partner_window_days)


def minimum_of(kernel: Kernel) -> int:
    """US cents from which on an affiliate is paid out."""
    return settings_of(kernel).affiliate_minimum


def link_of(kernel: Kernel, code: str) -> str:
    """Where a partner sends people."""
    return f"{kernel.settings.dashboard_url.rstrip('/')}/register?ref={code}"
