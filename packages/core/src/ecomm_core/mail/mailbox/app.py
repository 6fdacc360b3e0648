"""A page over the mailbox folder. Local mode only: it shows everybody's mail to anybody.

What a mail says is hostile text all the same: pages are escaped by the template engine and carry
no script; a mail's HTML is shown in a sandboxed frame whose own policy forbids scripts and forms.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ecomm_core.mail.mailbox.files import Mailbox, StoredMail

_PACKAGE: Final = "ecomm_core.mail.mailbox"
PAGE_SIZE: Final = 50
MAX_JSON: Final = 200
_VIEWS: Final = ("html", "text", "headers")
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_LINK: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")

MESSAGES: Final[dict[str, str]] = json.loads(
    files(_PACKAGE).joinpath("locales", "en.json").read_text("utf-8")
)
"""The catalogue of the page's words. English; other languages are other files."""

PAGE_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FRAME_HEADERS: Final = {
    **PAGE_HEADERS,
    # The sandbox stands here as well as on the frame, for whoever opens the address itself.
    "Content-Security-Policy": (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "style-src 'unsafe-inline'; img-src http: https: data:; font-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def mailbox_app(directory: Path) -> Starlette:
    """The mailbox as an application, to be mounted or served alone.

    `/` lists (`?to=` searches the recipient, `?page=` turns), `/messages/{id}` shows one,
    `/messages.json?to=&limit=` gives the same to programs, newest first, with all links.
    """
    pages = _Pages(Mailbox(directory))
    return Starlette(
        routes=[
            Route("/", pages.index, name="index"),
            Route("/messages.json", pages.as_json),
            Route("/messages/{mail_id}", pages.message),
            Route("/messages/{mail_id}/html", pages.frame),
            Mount("/static", StaticFiles(packages=[(_PACKAGE, "static")]), name="static"),
        ],
        exception_handlers={HTTPException: pages.problem},
    )


class _Pages:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._environment = Environment(
            loader=PackageLoader(_PACKAGE),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["linked"] = linked

    async def index(self, request: Request) -> Response:
        to, page = request.query_params.get("to", "")[:254], _page(request)
        mails = await self._list(to, page)
        return self._render("index.html", request, **_listing(mails, to, page))

    async def message(self, request: Request) -> Response:
        mail = await self._mail(request)
        to, page = request.query_params.get("to", "")[:254], _page(request)
        view = request.query_params.get("view", "")
        views = [v for v in _VIEWS if v != "html" or mail.html is not None]
        mails = await self._list(to, page)
        return self._render(
            "message.html",
            request,
            **_listing(mails, to, page),
            mail=mail,
            view=view if view in views else views[0],
            views=views,
        )

    async def frame(self, request: Request) -> Response:
        mail = await self._mail(request)
        if mail.html is None:
            raise HTTPException(404)
        return HTMLResponse(_opening_beside(mail.html), headers=FRAME_HEADERS)

    async def as_json(self, request: Request) -> Response:
        limit = request.query_params.get("limit", str(PAGE_SIZE))
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= MAX_JSON:
            return JSONResponse({"detail": f"limit is 1 to {MAX_JSON}"}, status_code=422)
        mails = await self._mailbox.search(request.query_params.get("to", ""), limit=int(limit))
        return JSONResponse(
            {"messages": [_as_json(mail) for mail in mails]}, headers={"Cache-Control": "no-store"}
        )

    async def problem(self, request: Request, exc: Exception) -> Response:
        status = exc.status_code if isinstance(exc, HTTPException) else 500
        return self._render("problem.html", request, status_code=status, status=status, to="")

    async def _list(self, to: str, page: int) -> list[StoredMail]:
        offset = (page - 1) * PAGE_SIZE
        return await self._mailbox.search(to, limit=PAGE_SIZE + 1, offset=offset)

    async def _mail(self, request: Request) -> StoredMail:
        mail = await self._mailbox.find(request.path_params["mail_id"])
        if mail is None:
            raise HTTPException(404)
        return mail

    def _render(
        self, template: str, request: Request, *, status_code: int = 200, **values: Any
    ) -> Response:
        base = str(request.scope.get("root_path", "")).rstrip("/")
        page = self._environment.get_template(template).render(t=MESSAGES, base=base, **values)
        return HTMLResponse(page, status_code=status_code, headers=PAGE_HEADERS)


def _opening_beside(html: str) -> str:
    """The mail's HTML with links that open beside the frame, which no page may fill."""
    base = '<base target="_blank">'
    head = _HEAD.search(html)
    return html[: head.end()] + base + html[head.end() :] if head else base + html


def linked(text: str) -> Markup:
    """Text as HTML: escaped, web addresses as links that tell nothing and open beside."""
    parts: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        url = escape(match.group())
        parts += [
            escape(text[end : match.start()]),
            f'<a href="{url}" target="_blank" rel="noopener noreferrer">{url}</a>',
        ]
        end = match.end()
    # Every part is escaped, or built from escaped parts, just above.
    return Markup("".join([*parts, escape(text[end:])]))  # noqa: S704 - every part was escaped


def _page(request: Request) -> int:
    given = request.query_params.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and 0 < int(given[:6]) < 1e5 else 1


def _listing(mails: list[StoredMail], to: str, page: int) -> Mapping[str, Any]:
    return {
        "mails": mails[:PAGE_SIZE],
        "to": to,
        "page": page,
        "has_next": len(mails) > PAGE_SIZE,
    }


def _as_json(mail: StoredMail) -> dict[str, object]:
    return {
        "id": mail.id,
        "from": mail.sender,
        "to": mail.to,
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "text": mail.text,
        "html": mail.html,
        "links": mail.links,
    }
