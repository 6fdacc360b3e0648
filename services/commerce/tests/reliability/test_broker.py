"""Redis away at the wrong moment: the worker's side of it."""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from celery import Celery
from kombu import Message

from ecomm_core.tasks.celery import make_celery, queue_name
from ecomm_testing.cluster import Cluster

HANG_LIMIT = 10


@contextlib.contextmanager
def taken(app: Celery, queue: str) -> Iterator[Message]:
    """A message of the queue, taken by a consumer that works on one at a time."""
    app.send_task("x", queue=queue, routing_key=queue)  # lint-skip: no-delay - the broker is meant
    with app.connection_for_read() as connection, connection.channel() as opened:
        found: list[Message] = []
        channel: Any = opened  # kombu types channels of no transport
        channel.basic_qos(0, 1, False)
        [declared] = [q for q in app.conf.task_queues if q.name == queue]
        with app.amqp.Consumer(channel, [declared], callbacks=[lambda _, m: found.append(m)]):
            while not found:
                connection.drain_events(timeout=HANG_LIMIT)
            yield found[0]


@pytest.mark.parametrize("mended", [True, False], ids=["ours", "kombu's own, deaf"])
def test_an_acknowledgement_that_fails_gives_its_slot_back(cluster: Cluster, mended: bool) -> None:
    """kombu's own transport loses the slot: what the mended one is for, and when to drop it."""
    app = make_celery("acks", cluster.valkey.url(15))
    if not mended:
        app.conf.broker_transport = None
    with redis.Redis.from_url(cluster.valkey.url(15)) as operator:
        operator.flushdb()
        with taken(app, queue_name("acks", "default")) as message:
            channel: Any = message.channel
            assert not channel.qos.can_consume(), "it works on one message at a time"
            with silence(), refusing(operator):
                message.ack_log_error(logging.getLogger(__name__), (redis.RedisError, OSError))
            assert channel.qos.can_consume() is mended


@contextlib.contextmanager
def refusing(operator: "redis.Redis") -> Iterator[None]:
    """Redis refuses what an acknowledgement is made of."""
    operator.acl_setuser("default", enabled=True, commands=["-zrem"])
    try:
        yield
    finally:
        operator.acl_setuser("default", enabled=True, commands=["+zrem"])


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """kombu says "Couldn't ack" as critical; here it is what is asked for."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
