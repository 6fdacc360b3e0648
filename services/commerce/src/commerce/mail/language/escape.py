"""A variable's value as text, and only text, in Markdown and in a subject."""

import re
from typing import Final

from jinja2 import Undefined

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
"""ASCII punctuation: all that Markdown gives a meaning, and all that a backslash makes plain."""
_BREAKS: Final = re.compile(r"[ \t]*(?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85])[ \t]*")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPACES: Final = re.compile("[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")


def into_markdown(value: object) -> str:
    """The value with nothing in it that Markdown would read; line breaks stay line breaks."""
    text = _CONTROLS.sub("", plain(value)).strip()
    lines = [_PUNCTUATION.sub(r"\\\1", line.replace("\t", " ")) for line in _BREAKS.split(text)]
    return "\\\n".join(lines)


def into_subject(value: object) -> str:
    """The value on one line."""
    return _SPACES.sub(" ", _CONTROLS.sub(" ", plain(value))).strip()


def plain(value: object) -> str:
    """Nothing for what is not there; never a Python object's own words. Raises UndefinedError."""
    if isinstance(value, Undefined):
        return str(value)  # raises: a mail with a hole is worse than our own
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    return ""
