"""Refusals of webhooks."""

from ecomm_core.delivery.directory import EndpointNotFound
from ecomm_core.delivery.log_book import DeliveryNotFound
from ecomm_core.errors import Conflict, Invalid

__all__ = ["DeliveryNotFound", "EndpointNotFound", "TooManyWebhooks", "UrlRefused", "WebhookOff"]


class UrlRefused(Invalid):
    """The address is not one that messages may be sent to; the sentence says why."""

    code = "url_refused"
    message = "Messages cannot be sent to this address."


class TooManyWebhooks(Conflict):
    """A store has as many webhooks as it may."""

    code = "too_many_webhooks"
    message = "A store has up to 20 webhooks. Delete one that is no longer used."


class WebhookOff(Conflict):
    """Nothing is sent to a webhook that is switched off."""

    code = "webhook_off"
    message = "This webhook is switched off. Switch it on first."
