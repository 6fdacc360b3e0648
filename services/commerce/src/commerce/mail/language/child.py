"""The bounded process: draws templates that merchants wrote, and can do nothing else.

Started by `commerce.mail.bounded` with an empty environment. It warms up, gives up what it will not
need (memory above a limit, files, processes, sockets, further modules), then answers requests: a
length of four bytes, then JSON, both ways. Whatever a template does, the answer is a reply, or the
process ends and its parent says so.
"""

import json
import resource
import struct
import sys
from typing import Any, BinaryIO, Final

from jinja2 import TemplateError

from commerce.mail.language.drawing import Source, TooMuch, draw_source

MEMORY: Final = 192 * 1024 * 1024
"""Bytes of address space. About a third is Python and what it loaded."""
MAX_REQUEST: Final = 2 * 1024 * 1024
HEADER: Final = struct.Struct(">I")

_STYLE: Final = dict.fromkeys(
    ("ink", "muted", "line", "accent", "on_accent", "link", "sunken"), "#000000"
)
_WARM_UP: Final = """# {{ a }}

{% for b in c %}{{ loop.index }} {{ b.d | default("x") | upper }}{% else %}n{% endfor %}

| a | b |
|---|--:|
| *{{ a }}* | **{{ a }}** |

> - [{{ a }}](https://example.com "button") ![x](https://example.com/x.png)
"""
_NEEDED: Final = frozenset({"compile", "exec", "object.__getattr__", "code.__new__"})
"""Audit events of compiling a template. Every other one is refused once the process is warm."""


def main() -> None:
    """Answer until the other end closes."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    _warm_up()
    _give_up_power()
    while True:
        request = _read(requests)
        if request is None:
            return
        reply = json.dumps(_answer(request)).encode()
        replies.write(HEADER.pack(len(reply)) + reply)
        replies.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        drawn = draw_source(
            Source(request["subject"], request["body"]), request["data"], request["style"]
        )
    except TooMuch as error:
        return {"error": "too_long", "message": str(error)}
    except MemoryError:
        return {"error": "memory", "message": "it takes too much memory"}
    except (TemplateError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
        return {"error": "template", "message": f"{type(error).__name__}: {error}"[:300]}
    return {"subject": drawn.subject, "html": drawn.html, "text": drawn.text, "lead": drawn.lead}


def _read(stream: BinaryIO) -> dict[str, Any] | None:
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    if length > MAX_REQUEST:
        return None
    request: dict[str, Any] = json.loads(stream.read(length))
    return request


def _warm_up() -> None:
    """Load everything lazily loaded, while modules can still be read."""
    data = {"a": "x", "c": [{"d": "e"}]}
    draw_source(Source("{{ a }}", _WARM_UP), data, _STYLE)
    for broken in ("{{ a.b.c }}", "{{ missing }}"):
        _answer({"subject": "x", "body": broken, "data": data, "style": _STYLE})


def _give_up_power() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event not in _NEEDED:
        raise PermissionError(event)


if __name__ == "__main__":
    main()
