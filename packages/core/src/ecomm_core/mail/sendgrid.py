"""Mail by SendGrid: `POST /v3/mail/send`
(https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send)."""

from typing import Any, Final

from ecomm_core.mail.message import Mail
from ecomm_core.mail.web import WebMail, must_be_ascii, named

BASE: Final = "https://api.sendgrid.com"


class SendGridTransport(WebMail):
    """202 is accepted. There are no idempotency keys: what was not answered is unknown."""

    async def send(self, mail: Mail) -> None:
        """See MailTransport.send."""
        must_be_ascii(mail)
        content = [{"type": "text/plain", "value": mail.text}]
        if mail.html is not None:
            content.append({"type": "text/html", "value": mail.html})
        body: dict[str, Any] = {
            "personalizations": [{"to": [named(mail.to)]}],
            "from": named(mail.sender),
            "subject": mail.subject,
            "content": content,
            "headers": {
                "Message-ID": mail.message_id,
                "Auto-Submitted": "auto-generated",
                **mail.headers,
            },
            # Links carry tokens: nobody else shall see or rewrite them.
            "tracking_settings": {
                "click_tracking": {"enable": False, "enable_text": False},
                "open_tracking": {"enable": False},
            },
        }
        if mail.reply_to is not None:
            body["reply_to"] = named(mail.reply_to)
        await self._post("/v3/mail/send", body, {})
