"""The kernel of a process that serves or is called by hand. Who needs no routes need not wait for
them: of the five seconds that importing the API takes they are more than half."""

import commerce.all_models  # noqa: F401 - foreign keys name tables of every room
from commerce.settings import CommerceSettings
from commerce.wiring import subscriptions
from ecomm_core.kernel import Kernel, build_kernel


def make_kernel(settings: CommerceSettings | None = None) -> Kernel:
    """The kernel of an API process, and of a command."""
    return build_kernel(
        settings or CommerceSettings(),
        schema="commerce",
        subscriptions=subscriptions(),
        application_name="commerce api",
    )
