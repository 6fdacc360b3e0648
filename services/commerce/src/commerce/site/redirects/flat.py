"""Redirects without chains and without loops (rules §7). Pure: path -> target in, the same out."""

from collections.abc import Mapping, MutableMapping

from commerce.site.redirects.paths import path_of


class Loop(Exception):
    """The redirect would lead back to where it begins."""


def end_of(path: str, target: str, known: Mapping[str, str]) -> str:
    """Where a redirect from `path` to `target` leads in the end. Raises Loop."""
    seen = {path}
    while True:
        at = path_of(target)
        if at is None:
            return target
        if at in seen:
            raise Loop
        following = known.get(at)
        if following is None:
            return target
        seen.add(at)
        target = following


def add(path: str, target: str, known: MutableMapping[str, str]) -> dict[str, str]:
    """Put a redirect among flat ones, so that all stay flat. Returns what changed: the redirect
    itself, and those that led to its path. Raises Loop and changes nothing."""
    others = {at: to for at, to in known.items() if at != path}
    end = end_of(path, target, others)
    changed = {} if known.get(path) == end else {path: end}
    changed |= {at: end for at, to in others.items() if path_of(to) == path}
    known.update(changed)
    return changed
