"""Checks of Redis: reachable, and never evicting."""

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from ecomm_cli.doctor.result import Result, failed, ok, warning


def check_redis(url: str) -> Result:
    """Redis answers and its policy is `noeviction`: an evicted queue would be a lost task."""
    try:
        with Redis.from_url(
            url, socket_timeout=3, socket_connect_timeout=3, decode_responses=True
        ) as client:
            client.ping()
            try:
                answer = client.config_get("maxmemory-policy")
            except ResponseError:
                return warning(
                    "Redis", "It answers; see to it that maxmemory-policy is noeviction."
                )
    except RedisError as error:
        return failed(
            "Redis", f"It does not answer ({error}): check REDIS_URL, or start with `ecomm up`."
        )
    policy = answer.get("maxmemory-policy") if isinstance(answer, dict) else None
    if policy != "noeviction":
        return failed("Redis", f"maxmemory-policy is {policy}: set it to noeviction.")
    return ok("Redis", "answers, maxmemory-policy noeviction")
