"""A message and its form on the wire. Header injection is impossible by construction: addresses
and header fields are checked, display text loses its control characters, and the email package's
policy refuses what would be left.

Text that looks like an RFC 2047 encoded word ("=?utf-8?q?=0D=0A…") is broken up as well: the email
package decodes it when a header is set, and versions before Python 3.11.10 then write the line
break it held (CVE-2024-6923)."""

import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.contentmanager import ContentManager
from email.header import Header
from email.headerregistry import Address as HeaderAddress
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from functools import lru_cache
from typing import Any, Final

import idna

_MAX_ADDRESS: Final = 254
_MAX_LOCAL: Final = 64
_MAX_SUBJECT: Final = 250
_MAX_NAME: Final = 100
# Control, format (direction overrides, zero width), separator and surrogate characters.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ud800-\udfff\ufff9-\ufffb]+"
)
_LOCAL: Final = re.compile(r"[^\s\x00-\x20\x7f-\xa0\"(),:;<>@\[\\\]]+")
_DOMAIN: Final = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*", re.IGNORECASE)
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_HEADER_VALUE: Final = re.compile(r"[\x20-\x7e]{1,900}")
_OURS: Final = frozenset(
    {
        "from",
        "to",
        "cc",
        "bcc",
        "sender",
        "reply-to",
        "subject",
        "date",
        "message-id",
        "return-path",
        "received",
        "dkim-signature",
        "auto-submitted",
    }
)
_MAILBOX_FIELDS: Final = frozenset({"From", "To", "Reply-To"})
_ALIKE: Final = frozenset(
    {"auto-submitted", "mime-version", "content-type", "content-transfer-encoding"}
)
"""Fields that say the same in every mail, but for a boundary."""
_OF_A_SHOP: Final = frozenset({"from", "reply-to"})
_MOST_KEPT: Final = 512


class MailInvalid(ValueError):
    """An address, header or key that no message may carry."""


class _Folding(policy.EmailPolicy):
    """Folds non-ASCII text by the older Header class: EmailPolicy loses spaces where a long text
    is cut into encoded words (CPython issue 92081, mended in later versions than ours)."""

    def fold(self, name: str, value: Any) -> str:
        """See email.policy.Policy.fold."""
        if name == "Subject" and not str(value).isascii():
            return f"Subject: {self._words(name, str(value))}{self.linesep}"
        if name in _MAILBOX_FIELDS:
            [mailbox] = value.addresses
            if not mailbox.display_name.isascii():
                words = self._words(name, mailbox.display_name)
                return f"{name}: {words} <{mailbox.addr_spec}>{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """See email.policy.Policy.fold_binary. What mails of one shop share is folded once: it is
        most of the header, and folding it costs more than the rest of writing a mail."""
        kept = _is_alike(name, value) or name.lower() in _OF_A_SHOP
        key = (self.utf8, name, str(value))
        if kept and key in _folded:
            return _folded[key]
        line = self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")
        if kept:
            if len(_folded) >= _MOST_KEPT:
                _folded.clear()
            _folded[key] = line
        return line

    def _words(self, name: str, text: str) -> str:
        return Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)


_folded: dict[tuple[bool, str, str], bytes] = {}


def _is_alike(name: str, value: object) -> bool:
    return name.lower() in _ALIKE and "boundary" not in str(value)


class _HeaderKinds(HeaderRegistry):
    """Makes the class of each kind of header once. The library makes one for every header it sets:
    a twentieth of what a worker spends on an order. Headers that are alike in all mails are made
    once as well; nothing can change one."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[Any, Any] = {}
        self._alike: dict[tuple[str, str], Any] = {}

    def __call__(self, name: str, value: Any) -> Any:
        """See email.headerregistry.HeaderRegistry."""
        if not isinstance(value, str) or not _is_alike(name, value):
            return super().__call__(name, value)
        key = (name, str(value))
        if key not in self._alike:
            self._alike[key] = super().__call__(name, value)
        return self._alike[key]

    def __getitem__(self, name: str) -> Any:
        """See email.headerregistry.HeaderRegistry."""
        kind = self.registry.get(name.lower(), self.default_class)
        if kind not in self._made:
            self._made[kind] = super().__getitem__(name)
        return self._made[kind]


_headers: Final = _HeaderKinds()
_ASCII: Final = _Folding(linesep="\r\n", header_factory=_headers)
_UTF8: Final = _ASCII.clone(utf8=True)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with an optional display name. Raises MailInvalid for what is no address.

    The name is display text, often a shop's own: control characters become spaces and it is cut at
    100 characters. A non-ASCII domain is kept in its ASCII form (IDNA 2008).
    """

    email: str
    name: str = ""

    def __post_init__(self) -> None:
        """Check and normalise."""
        local, at, domain = self.email.rpartition("@")
        if not at or not _LOCAL.fullmatch(local) or len(local) > _MAX_LOCAL or _odd(local):
            raise MailInvalid(f"not an e-mail address: {self.email[:80]!r}")
        email = f"{local}@{_ascii_domain(domain)}"
        if len(email) > _MAX_ADDRESS:
            raise MailInvalid("an e-mail address has at most 254 characters")
        object.__setattr__(self, "email", email)
        object.__setattr__(self, "name", _one_line(self.name, _MAX_NAME))

    @property
    def domain(self) -> str:
        """The part after the @, in ASCII."""
        return self.email.rpartition("@")[2]

    def header(self) -> HeaderAddress:
        """The form that EmailMessage takes."""
        local, _, domain = self.email.rpartition("@")
        return HeaderAddress(self.name, local, domain)


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person: nobody sees another recipient, nothing is refused in part.

    `message_key` names the occasion ("order-confirmation:<order id>"); the Message-ID is derived
    from it, so that a retry sends the same message. `headers` are further ASCII header fields,
    such as List-Unsubscribe. Raises MailInvalid.
    """

    sender: Address
    to: Address
    subject: str
    text: str
    message_key: str
    html: str | None = None
    reply_to: Address | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check and normalise."""
        if not self.message_key:
            raise MailInvalid("a mail needs a message key")
        for name, value in self.headers.items():
            lower = name.lower()
            if lower in _OURS or lower.startswith(("content-", "mime-", "resent-")):
                raise MailInvalid(f"header {name!r} is not the caller's to set")
            if not _HEADER.fullmatch(name) or not _HEADER_VALUE.fullmatch(value) or "=?" in value:
                raise MailInvalid(f"not a header field: {name[:60]!r}")
        subject = _one_line(self.subject, _MAX_SUBJECT)
        if not subject:
            raise MailInvalid("a mail needs a subject")
        object.__setattr__(self, "subject", subject)

    @property
    def message_id(self) -> str:
        """Deterministic Message-ID: `<hash of the key@sender's domain>`."""
        digest = hashlib.sha256(self.message_key.encode("utf-8", "surrogatepass")).hexdigest()
        return f"<{digest[:40]}@{self.sender.domain}>"

    @property
    def needs_utf8(self) -> bool:
        """Whether an address is not ASCII, so that only servers with SMTPUTF8 take the message."""
        mailboxes = [self.sender, self.to, *([self.reply_to] if self.reply_to else [])]
        return not all(mailbox.email.isascii() for mailbox in mailboxes)

    def as_email(self, date: datetime) -> EmailMessage:
        """The message as MIME: text, and HTML as the alternative, both UTF-8.

        Its bytes (`as_bytes`) have only lines that any server takes; they are ASCII unless an
        address is not. Raises ValueError for a naive date.
        """
        if date.tzinfo is None:
            raise ValueError("a mail's date needs a time zone")
        message = EmailMessage(policy=_UTF8 if self.needs_utf8 else _ASCII)
        message["From"] = _mailbox("From", self.sender)
        message["To"] = self.to.header()
        if self.reply_to:
            message["Reply-To"] = _mailbox("Reply-To", self.reply_to)
        message["Subject"] = self.subject
        message["Date"] = date
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation replies, please
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(_storable(self.text), "plain", content_manager=_TEXTS)
        if self.html is not None:
            message.add_alternative(_storable(self.html), "html", content_manager=_TEXTS)
        return message


@lru_cache(maxsize=256)
def _mailbox(name: str, address: Address) -> Any:
    """A shop's own address as a header, made once."""
    return _headers(name, address.header())


def _set_text(part: EmailMessage, text: str, subtype: str) -> None:
    """A text part, quoted-printable by the interpreter's own encoder: the email package's, line by
    line in Python, takes a fifth of the time of a mail."""
    lines = text.encode("utf-8").splitlines()
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(binascii.b2a_qp(b"\n".join(lines) + b"\n", istext=True).decode("ascii"))


_TEXTS: Final = ContentManager()
_TEXTS.add_set_handler(str, _set_text)


def _one_line(text: str, longest: int) -> str:
    tidy = _UNPRINTABLE.sub(" ", text[: longest * 4]).strip().replace("=?", "= ?")
    return tidy if len(tidy) <= longest else f"{tidy[: longest - 1].rstrip()}…"


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _odd(local: str) -> bool:
    return local.startswith(".") or local.endswith(".") or ".." in local or "=?" in local


def _ascii_domain(domain: str) -> str:
    ascii_form = domain
    if not domain.isascii():
        try:
            ascii_form = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as exc:
            raise MailInvalid(f"not a domain: {domain[:80]!r}") from exc
    if not _DOMAIN.fullmatch(ascii_form):
        raise MailInvalid(f"not a domain: {domain[:80]!r}")
    return ascii_form
