"""Mail by Resend: `POST /emails` with an idempotency key, which it remembers for a day
(https://resend.com/docs/api-reference/emails/send-email)."""

import hashlib
from typing import Any, Final

from ecomm_core.http.internal import InternalResponse
from ecomm_core.mail.message import Mail
from ecomm_core.mail.port import MailUnknown
from ecomm_core.mail.web import WebMail, must_be_ascii, written

BASE: Final = "https://api.resend.com"
_CONFLICT: Final = 409


class ResendTransport(WebMail):
    """A second request with the same key sends nothing, so what was not answered is asked again."""

    repeats_safely = True

    async def send(self, mail: Mail) -> None:
        """See MailTransport.send."""
        must_be_ascii(mail)
        body: dict[str, Any] = {
            "from": written(mail.sender),
            "to": [written(mail.to)],
            "subject": mail.subject,
            "text": mail.text,
            "headers": {
                "Message-ID": mail.message_id,
                "Auto-Submitted": "auto-generated",
                **mail.headers,
            },
        }
        if mail.html is not None:
            body["html"] = mail.html
        if mail.reply_to is not None:
            body["reply_to"] = written(mail.reply_to)
        key = hashlib.sha256(mail.message_key.encode("utf-8", "surrogatepass")).hexdigest()
        await self._post("/emails", body, {"Idempotency-Key": key})

    def _refusal(self, reply: InternalResponse) -> Exception:
        if reply.status == _CONFLICT and b"invalid_idempotent_request" in reply.body:
            # The key was used for other words: an earlier try did reach it.
            return MailUnknown("an earlier try reached the provider with other words")
        return super()._refusal(reply)
