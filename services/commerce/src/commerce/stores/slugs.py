"""Slugs of stores: subdomains, unique on the whole platform among live stores (rules §7)."""

import re
from collections.abc import Iterator

from ecomm_core.text import slugify

MAX_LENGTH = 60
"""A DNS label has 63 characters."""

_OURS = """
about abuse account accounts admin administrator affiliates api app apps assets auth autoconfig
autodiscover billing blog bridge cdn checkout commerce community contact dashboard dev dns docs
download ecomm email events files forum ftp gateway git help hostmaster imap images info
internal legal localhost login logout mail mailbox marketplace me media metrics monitor mx my
news noc ns ns1 ns2 oauth operator ops origin partners pay payments platform pop postmaster
pricing privacy proxy public register root sales secure security server shop signin signup site
smtp ssl staff staging static stats status store stores storefront suite support sysadmin system
team terms test tools uploads web webhooks webmaster webmail www www1 www2
"""

RESERVED = frozenset(_OURS.split())
"""Names that shoppers would take for ours, or that hosts and mail standards give a meaning."""

MAX_HOST = 253
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether a text can be a store's slug at all; anything else needs no look-up."""
    return len(text) <= MAX_LENGTH and _SLUG.fullmatch(text) is not None


def is_host(text: str) -> bool:
    """Whether a text can be a store's own host: dotted, in lower case, no address of numbers."""
    return len(text) <= MAX_HOST and _HOST.fullmatch(text) is not None


def given_slug(text: str) -> str:
    """A merchant's own slug, case-folded. Raises ValueError for what is no slug."""
    folded = text.strip().lower()
    if not is_slug(folded):
        raise ValueError("use letters a to z, digits and single hyphens between them")
    return folded


def candidates(name: str) -> Iterator[str]:
    """Slugs for a store's name in the order they are tried: `name`, `name-2`, `name-3` …"""
    base = slugify(name, MAX_LENGTH, "store")
    if base not in RESERVED:
        yield base
    number = 2
    while True:
        suffix = f"-{number}"
        yield base[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix
        number += 1
