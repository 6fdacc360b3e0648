"""Where a store is found on the web."""

from urllib.parse import urlsplit

from ecomm_core.settings import CoreSettings


def storefront_url(settings: CoreSettings, slug: str, path: str = "") -> str:
    """Address of a store's page: the slug as subdomain of the storefront's domain, with scheme and
    port of ECOMM_STOREFRONT_URL. `path` begins with a slash or is empty.
    """
    base = urlsplit(settings.storefront_url)
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{slug}.{settings.storefront_domain}{port}{path}"
