"""`python -m ecomm_testing.fakes.stripe --port 9700 --webhook-url …`: the fake as a process."""

from __future__ import annotations

import argparse

import uvicorn

from ecomm_testing.fakes.stripe.app import FakeStripe
from ecomm_testing.fakes.stripe.webhooks import Endpoint


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="fake-stripe", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api-key", default="sk_test_fake")
    parser.add_argument("--webhook-url", help="where events are delivered; without it, nowhere")
    parser.add_argument("--webhook-secret", default="whsec_fake")
    given = parser.parse_args()
    endpoint = Endpoint(url=given.webhook_url, secret=given.webhook_secret)
    fake = FakeStripe(api_key=given.api_key, endpoint=endpoint)
    uvicorn.run(fake.app, host="127.0.0.1", port=given.port, lifespan="off", ws="none")


if __name__ == "__main__":
    main()
