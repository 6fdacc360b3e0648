"""Mail as `.eml` files in a folder: one writer per message, any number of readers."""

import asyncio
import os
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import MIMEPart
from html import unescape
from pathlib import Path
from typing import Final

from ecomm_core.mail.message import Mail
from ecomm_core.mail.port import MailUnavailable

_ID: Final = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
_LINK: Final = re.compile(r"https?://[^\s<>\"'\u0000-\u001f]+")
_HREF: Final = re.compile(r"""(?i)<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TRAILING: Final = ".,;:!?)]}'\""
_PARSED_KEPT: Final = 2_000


class MailboxTransport:
    """Delivers into the folder. Two sends are two files, also of one message: doubles show."""

    repeats_safely = False

    def __init__(
        self, directory: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._directory = directory
        self._now = now

    async def send(self, mail: Mail) -> None:
        """See MailTransport.send. A full or missing disk is MailUnavailable."""
        content = mail.as_email(self._now()).as_bytes()
        try:
            await asyncio.to_thread(self._write, content)
        except OSError as exc:
            raise MailUnavailable(f"the mailbox cannot be written: {exc}") from exc

    def _write(self, content: bytes) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        draft = self._directory / f".{name}.part"
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self._directory / f"{name}.eml")  # readers see it whole or not at all
        finally:
            draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A message of the mailbox, decoded."""

    id: str
    sender: str
    to: str
    subject: str
    date: datetime | None
    message_id: str
    text: str
    html: str | None
    headers: tuple[tuple[str, str], ...]

    @property
    def links(self) -> list[str]:
        """Web addresses in the text and in the HTML's anchors, each once, in order."""
        found = [match.rstrip(_TRAILING) for match in _LINK.findall(self.text)]
        for double, single in _HREF.findall(self.html or ""):
            href = unescape(double or single)
            if _LINK.fullmatch(href):
                found.append(href)
        return list(dict.fromkeys(found))


class Mailbox:
    """Reads the folder. Messages do not change, so each is parsed once and kept."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._parsed: OrderedDict[str, StoredMail] = OrderedDict()

    async def find(self, mail_id: str) -> StoredMail | None:
        """One message, or None: for a text that is no id as well."""
        if not _ID.fullmatch(mail_id):
            return None
        return await asyncio.to_thread(self._read, mail_id)

    async def search(self, to: str = "", *, limit: int, offset: int = 0) -> list[StoredMail]:
        """Newest first, those whose recipient or subject contains `to` (any case)."""
        return await asyncio.to_thread(self._search, to.strip().casefold(), limit, offset)

    def _search(self, to: str, limit: int, offset: int) -> list[StoredMail]:
        found: list[StoredMail] = []
        for mail_id in self._ids():
            mail = self._read(mail_id)
            if mail is None or to not in f"{mail.to}\n{mail.subject}".casefold():
                continue
            if offset > 0:
                offset -= 1
                continue
            found.append(mail)
            if len(found) == limit:
                break
        return found

    def _ids(self) -> list[str]:
        if not self._directory.is_dir():
            return []
        names = (path.name for path in self._directory.iterdir())
        ids = (name.removesuffix(".eml") for name in names if name.endswith(".eml"))
        return sorted((mail_id for mail_id in ids if _ID.fullmatch(mail_id)), reverse=True)

    def _read(self, mail_id: str) -> StoredMail | None:
        if kept := self._parsed.get(mail_id):
            return kept
        try:
            content = (self._directory / f"{mail_id}.eml").read_bytes()
        except FileNotFoundError:
            return None
        mail = _parse(mail_id, content)
        self._parsed[mail_id] = mail
        while len(self._parsed) > _PARSED_KEPT:
            self._parsed.popitem(last=False)
        return mail


def _parse(mail_id: str, content: bytes) -> StoredMail:
    message = message_from_bytes(content, policy=policy.default)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    date = message["Date"]
    return StoredMail(
        id=mail_id,
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        date=getattr(date, "datetime", None),
        message_id=str(message["Message-ID"] or ""),
        text=_lines(text) if text else "",
        html=_lines(html) if html else None,
        headers=tuple((name, str(value)) for name, value in message.items()),
    )


def _lines(part: MIMEPart) -> str:
    try:
        content = str(part.get_content())
    except LookupError:  # a charset nobody knows; the file was not written by us
        content = bytes(part.get_payload(decode=True)).decode("utf-8", "replace")
    return content.replace("\r\n", "\n")
