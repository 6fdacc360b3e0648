"""Which measure words name (height, load), and which side of a contrast (folded or open)."""

from functools import lru_cache

from .knowledge import listed, rows
from .lexicon import key
from .words import Token, fold, tokens


@lru_cache(maxsize=1)
def _roles() -> dict[tuple[str, ...], tuple[str, ...]]:
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for role, said in rows("roles"):
        for word in listed(said):
            k = tuple(t.folded for t in tokens(word))
            if k and role not in out.get(k, ()):
                out[k] = (*out.get(k, ()), role)
    return out


def phrase_hits(
    items: list[Token], table: dict[tuple[str, ...], tuple[str, ...]], *, stems: bool = True
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Every table phrase in the tokens: first, last, meanings; longest first."""
    out, at = [], 0
    plain = [
        (i, t.stem if stems else t.folded)
        for i, t in enumerate(items)
        if t.kind != "mark" or t.folded in {"ø", "'"}
    ]
    while at < len(plain):
        for length in (4, 3, 2, 1):
            window = tuple(s for _, s in plain[at : at + length])
            if len(window) == length and window in table:
                out.append((plain[at][0], plain[at + length - 1][0] + 1, table[window]))
                at += length - 1
                break
        at += 1
    return out


def role_hits(items: list[Token]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Role words with their places."""
    return phrase_hits(items, _roles(), stems=False)


def roles(items: list[Token]) -> set[str]:
    """All roles named in the tokens."""
    out = {role for _, _, names in role_hits(items) for role in names}
    if out:
        return out
    for token in items:
        for role, tails in rows("compound_roles"):
            for tail in listed(tails):
                if token.folded.endswith(fold(tail)) and len(token.folded) > len(tail) + 2:
                    return {role}
    return out


@lru_cache(maxsize=1)
def _modes() -> dict[tuple[str, ...], tuple[str, ...]]:
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, one, other in rows("contrasts"):
        for side, said in (("+", one), ("-", other)):
            for word in listed(said):
                k = key(word)
                if k and name + side not in out.get(k, ()):
                    out[k] = (*out.get(k, ()), name + side)
    return out


def modes(items: list[Token]) -> set[str]:
    """The sides of contrast pairs named in the tokens, as `name+` or `name-`."""
    return {m for _, _, names in phrase_hits(items, _modes()) for m in names}
