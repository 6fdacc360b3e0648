"""The mock payment provider: same port, own hosted page, own signed webhooks, no money.

For local mode and for stores in test mode. `MockProvider` is the port over a `MockState`;
`MockCourier` delivers its webhooks; `mock_app` is the page to mount.
"""

from ecomm_connectors.payments.mock.app import mock_app
from ecomm_connectors.payments.mock.delivery import HttpWebhookSender, MockCourier, WebhookSender
from ecomm_connectors.payments.mock.provider import SIGNATURE_HEADER, MockProvider
from ecomm_connectors.payments.mock.rules import Action, ActionNotPossible, EventType
from ecomm_connectors.payments.mock.session import MockSession, from_json, to_json
from ecomm_connectors.payments.mock.state import InMemoryMockState, MockState

__all__ = [
    "SIGNATURE_HEADER",
    "Action",
    "ActionNotPossible",
    "EventType",
    "HttpWebhookSender",
    "InMemoryMockState",
    "MockCourier",
    "MockProvider",
    "MockSession",
    "MockState",
    "WebhookSender",
    "from_json",
    "mock_app",
    "to_json",
]
