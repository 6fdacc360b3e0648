"""kombu's Redis transport with one fault mended: an acknowledgement that fails gives its slot back.

kombu counts a message as being worked on until Redis has taken its acknowledgement. When Redis is
away at that moment the count is never taken back, and after as many failures as a worker has
processes it takes no message any more: alive, beating, deaf (seen after cut and frozen
connections). The message itself stays with Redis and comes again later, which is no second try
(`outbox.consumer`).
"""

from typing import Any

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    """Counts what this worker works on."""

    def ack(self, delivery_tag: Any) -> None:
        """Acknowledge. Raises what Redis raises; the slot is free in any case."""
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        """Hand back. Raises what Redis raises; the slot is free in any case."""
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class Channel(redis.Channel):
    """A channel that counts so."""

    QoS = QoS


class Transport(redis.Transport):
    """What `broker_transport` names."""

    Channel = Channel
