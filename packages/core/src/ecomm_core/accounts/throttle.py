"""Log-in throttle, counted before any hashing and whatever the account (quality.md, parameters).

Account + IP: five free, then doubling up to 15 minutes. Account alone: 100 a day. The counters
live in PostgreSQL in transactions of their own; when it cannot be reached the log-in fails with
it (503), so the limiter is never open. The account's row is taken before the pair's, by everybody:
log-ins of one account at once wait for each other, and none deadlocks.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.phases import independent_tx
from ecomm_core.errors import TooManyRequests
from ecomm_core.ratelimit import client_key

FREE = 5
LONGEST = timedelta(minutes=15)
PER_DAY = 100
FORGET = timedelta(hours=24)


class LoginThrottled(TooManyRequests):
    """Too many wrong guesses."""

    code = "login_throttled"
    message = "Too many attempts. Wait a moment and try again."


class LoginThrottle:
    """Counts attempts by account and by account + IP."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def attempt(self, account: str, ip: str) -> None:
        """Count one attempt, before the password is looked at.

        Raises LoginThrottled (429) with Retry-After while blocked; blocked tries do not count.
        """
        now = clock.now()
        async with independent_tx(self._database) as session:
            rows = (
                await session.execute(
                    text(
                        """insert into attempts as a
                             (key, day, failures, failures_today, updated_at)
                           select k, :day, 0, 0, :now
                             from unnest(cast(:keys as bytea[])) with ordinality as given (k, n)
                            order by n
                           on conflict (key) do update set
                             day = :day,
                             failures = case when a.updated_at < :forget then 0
                                             else a.failures end,
                             failures_today = case when a.day = :day then a.failures_today
                                                   else 0 end
                           returning key, failures, failures_today, blocked_until"""
                    ),
                    {
                        "keys": [_account(account), _pair(account, ip)],  # in this order
                        "day": now.date().isoformat(),
                        "now": now,
                        "forget": now - FORGET,
                    },
                )
            ).all()
            found = {bytes(row.key): row for row in rows}
            pair, total = found[_pair(account, ip)], found[_account(account)]
            wait = 0.0
            if pair.blocked_until is not None and pair.blocked_until > now:
                wait = (pair.blocked_until - now).total_seconds()
            elif total.failures_today >= PER_DAY:
                wait = LONGEST.total_seconds()
            else:
                await session.execute(
                    text(
                        """update attempts set failures = failures + 1,
                             failures_today = failures_today + 1, updated_at = :now,
                             blocked_until = case when key = :pair then cast(:until as timestamptz)
                                             end
                           where key = any(:keys)"""
                    ),
                    {
                        "now": now,
                        "pair": _pair(account, ip),
                        "until": _blocked_until(pair.failures + 1),
                        "keys": [_account(account), _pair(account, ip)],
                    },
                )
        if wait:
            raise LoginThrottled(headers={"Retry-After": str(int(wait) + 1)})

    async def succeeded(self, account: str, ip: str) -> None:
        """The password was right: the pair starts afresh, today's count is given back."""
        async with independent_tx(self._database) as session:
            await session.execute(
                text(
                    """update attempts set failures_today = greatest(failures_today - 1, 0)
                        where key = :account"""
                ),
                {"account": _account(account)},
            )
            await session.execute(
                text("delete from attempts where key = :pair"), {"pair": _pair(account, ip)}
            )


def _blocked_until(failures: int) -> object:
    if failures < FREE:
        return None
    seconds = min(2 ** min(failures - FREE, 20), LONGEST.total_seconds())
    return clock.now() + timedelta(seconds=seconds)


def _account(account: str) -> bytes:
    return hashlib.sha256(f"account\n{account}".encode()).digest()


def _pair(account: str, ip: str) -> bytes:
    return hashlib.sha256(f"pair\n{account}\n{client_key(ip)}".encode()).digest()
