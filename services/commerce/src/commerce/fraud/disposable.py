"""Addresses of throw-away services, by a list of their domains that others keep."""

from disposable_email_domains import blocklist


def is_disposable(email: str) -> bool:
    """Whether the address is of a throw-away service, its subdomains included."""
    domain = email.rpartition("@")[2].strip().casefold().rstrip(".")
    labels = domain.split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))
