"""Paths as redirects compare them: decoded, case-folded, without query and without a last slash."""

from urllib.parse import quote, unquote, urlsplit

from ecomm_core.errors import Invalid

MAX_PATH = 1_000
_SAFE = "/:@!$&'()*+,;=-._~"


def normal(path: str) -> str | None:
    """The path as it is compared; None for what is no path of a shop."""
    plain = unquote(path.split("?", 1)[0].split("#", 1)[0], errors="replace")
    if not plain.startswith("/") or plain.startswith("//") or len(plain) > MAX_PATH:
        return None
    if "\\" in plain or any(ord(sign) < 32 or ord(sign) == 127 for sign in plain):
        return None
    try:
        plain.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return plain.casefold().rstrip("/") or "/"


def given_path(path: str) -> str:
    """A merchant's path, as it is stored. A whole address counts by its path. Raises Invalid (422)
    on `path`."""
    stripped = path.strip()
    if stripped.lower().startswith(("http://", "https://")):
        stripped = urlsplit(stripped).path or "/"
    found = normal(stripped)
    if found is None or found == "/":
        raise Invalid.on_field("path", "Write a path of your shop, such as /old-sale.")
    return found


def given_target(target: str) -> str:
    """Where a redirect leads, as it is stored: a path in normal form with its query, or a whole
    http(s) address. Raises Invalid (422) on `target`."""
    stripped = target.strip()
    if stripped.lower().startswith(("http://", "https://")):
        try:
            parts = urlsplit(stripped)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        odd = any(sign.isspace() or ord(sign) < 32 or sign in '\\<>"' for sign in stripped)
        if not host or odd or parts.username is not None:
            raise Invalid.on_field("target", "This is not a web address.")
        return stripped
    found = normal(stripped)
    rest = stripped[len(stripped.split("?", 1)[0].split("#", 1)[0]) :]
    if found is None or any(sign.isspace() or ord(sign) < 32 or sign in '\\<>"' for sign in rest):
        raise Invalid.on_field(
            "target", "Write a path of your shop such as /products, or a whole web address."
        )
    return found + rest


def path_of(target: str) -> str | None:
    """The path that a stored target has in this shop; None for an address elsewhere."""
    if not target.startswith("/"):
        return None
    return target.split("?", 1)[0].split("#", 1)[0]


def location(target: str) -> str:
    """A stored target as it stands in an address: percent-encoded where it must be."""
    path = path_of(target)
    if path is None:
        return quote(target, safe="/:?#[]@!$&'()*+,;=-._~%")
    return quote(path, safe=_SAFE) + quote(target[len(path) :], safe=_SAFE + "?#%[]")
