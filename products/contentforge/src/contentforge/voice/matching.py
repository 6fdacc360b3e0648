"""Whether a word occurs in a text, in whatever form: plural, gender, case, adverb, comparison.

Snowball's stemmers know inflection and not comparison ("cheaper"), which shops' banned words are
most often met in, so that the endings of comparison are taken off first. Only the text's word is
changed so: who bans "cheapest" still may say "cheap". In doubt it is a hit: a person looks at it.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex
import snowballstemmer  # type: ignore[import-untyped]  # it comes without types

_STEMMERS: Final = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch_porter",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
}
_DEGREES: Final = {
    "en": ("iest:y", "ier:y", "est:", "er:", "est:e", "er:e", "ness:", "ily:y", "ly:"),
    "de": ("ere:", "eren:", "erer:", "eres:", "erem:", "ste:", "sten:", "este:", "esten:", "er:"),
    "nl": ("ere:", "er:", "ste:", "st:", "e:", "dere:", "der:"),
    "es": ("ísimo:o", "ísima:a", "ísimos:o", "ísimas:a", "mente:"),
    "it": ("issimo:o", "issima:a", "issimi:o", "issime:a", "mente:"),
    "pt": ("íssimo:o", "íssima:a", "íssimos:o", "íssimas:a", "mente:"),
    "fr": ("issime:e", "issimes:e", "ement:e", "ment:"),
}
"""Endings of comparison and adverbs, and what takes their place."""
_SHORTEST: Final = 3
_WORD: Final = regex.compile(r"[\w\p{M}]+(?:['\u2019][\w\p{M}]+)*")
_UNSPACED: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}]")
_PLURAL: Final = regex.compile(r"['\u2019]s?$")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a term occurs: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


def find(term: str, text: str, language: str) -> list[Found]:
    """Every place of a term of one or more words, in the order of the text."""
    if _UNSPACED.search(term):
        return _pieces(term, text)
    prefix = term.rstrip().endswith("*")
    wanted = [_plain(one[0]) for one in _WORD.finditer(term)]
    if not wanted:
        return []
    words = list(_WORD.finditer(text))
    out: list[Found] = []
    for at in range(len(words) - len(wanted) + 1):
        window = words[at : at + len(wanted)]
        if out and window[0].start() < out[-1].end:
            continue
        if all(
            _same(mine, _plain(word[0]), language, open_end=prefix and place == len(wanted) - 1)
            for place, (mine, word) in enumerate(zip(wanted, window, strict=True))
        ):
            start, end = window[0].start(), window[-1].end()
            out.append(Found(start, end, text[start:end]))
    return out


def _pieces(term: str, text: str) -> list[Found]:
    """Places in a script that does not separate words."""
    wanted = term.rstrip("*")
    out, at = [], text.find(wanted)
    while at >= 0:
        out.append(Found(at, at + len(wanted), wanted))
        at = text.find(wanted, at + len(wanted))
    return out


def _same(term: str, word: str, language: str, *, open_end: bool) -> bool:
    if term == word or (open_end and word.startswith(term)):
        return True
    return stem(term, language) in _stems(word, language)


@lru_cache(maxsize=8192)
def _stems(word: str, language: str) -> frozenset[str]:
    """The stems a text's word may stand for."""
    bases = {word}
    for rule in _DEGREES.get(language, ()):
        ending, _, instead = rule.partition(":")
        base = word.removesuffix(ending)
        if base != word and len(base) >= _SHORTEST:
            bases.add(base + instead)
            if language in {"en", "nl"} and base[-1] == base[-2]:
                bases.add(base[:-1])  # bigger, dikker
    return frozenset(stem(base, language) for base in bases)


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """What a word's forms have in common; the word itself in a language without a stemmer."""
    name = _STEMMERS.get(language)
    found = _stemmer(name)(word) if name else word
    if language == "nl" and len(found) > _SHORTEST:  # goedkoop, goedkope
        found = regex.sub(r"([aeou])\1(?=[^aeiou]$)", r"\1", found.removesuffix("e"))
    return found


@lru_cache(maxsize=32)
def _stemmer(name: str) -> Callable[[str], str]:
    made: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return made


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return _PLURAL.sub("", unicodedata.normalize("NFC", word).casefold().replace("ß", "ss"))
