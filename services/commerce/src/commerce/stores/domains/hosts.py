"""Hosts that a store may have of its own, in the one form in which they are compared."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import idna

from commerce.stores.slugs import is_host
from ecomm_core.errors import Invalid
from ecomm_core.settings import CoreSettings

_NOT_PUBLIC = ("localhost", "local", "internal", "home.arpa", "onion", "invalid")


def given_host(text: str, settings: CoreSettings) -> str:
    """A merchant's host as it is stored: ASCII (IDNA 2008), lower case, no last dot. A whole web
    address counts by its host. Raises Invalid (422) on `host`."""
    plain = text.strip().lower()
    if "://" in plain:
        try:
            plain = urlsplit(plain).hostname or ""
        except ValueError:
            plain = ""
    plain = plain.rstrip("/").rstrip(".")
    try:
        ip_address(plain)
        raise Invalid.on_field("host", "Use a name, not an address of numbers.")
    except ValueError:
        pass
    try:
        host = idna.encode(plain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        host = ""
    if not is_host(host) or any(host == end or host.endswith(f".{end}") for end in _NOT_PUBLIC):
        raise Invalid.on_field("host", "Write a domain such as shop.example.com.")
    if any(host == own or host.endswith(f".{own}") for own in _ours(settings)):
        raise Invalid.on_field("host", "This domain is the platform's own.")
    return host


def _ours(settings: CoreSettings) -> set[str]:
    addresses = (settings.api_url, settings.dashboard_url, settings.storefront_url)
    hosts = {urlsplit(address).hostname or "" for address in addresses}
    return {host for host in {*hosts, settings.storefront_domain.lower()} if "." in host}
