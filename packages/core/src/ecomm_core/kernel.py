"""Everything a process of a service shares: made once at its composition root."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from ecomm_core import clock
from ecomm_core.accounts.families import Families
from ecomm_core.accounts.passwords import Passwords
from ecomm_core.accounts.service import Accounts
from ecomm_core.accounts.tokens import TokenSigner
from ecomm_core.cache import ReplyCache
from ecomm_core.crypto import Sealer
from ecomm_core.db.engine import Database
from ecomm_core.db.power import PowerfulRole
from ecomm_core.logging import get_logger
from ecomm_core.outbox.events import Outbox, Subscriptions
from ecomm_core.plan_table import PLATFORM, PlanTable
from ecomm_core.plans import INFO as PLANS
from ecomm_core.proxies import TrustedProxies
from ecomm_core.rates import RateLimits
from ecomm_core.settings import CoreSettings

log = get_logger(__name__)


@dataclass(slots=True)
class Kernel:
    """The shared objects of one process. `parts` holds the service's own, by name."""

    settings: CoreSettings
    database: Database
    outbox: Outbox
    cache: ReplyCache
    sealer: Sealer
    signer: TokenSigner
    families: Families
    accounts: Accounts
    passwords: Passwords
    proxies: TrustedProxies
    rates: RateLimits
    parts: dict[str, Any] = field(default_factory=dict)
    closers: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What gives the parts' connections back at the end, the last first."""

    async def start(self) -> None:
        """Begin listening for signals of other processes.

        Raises PowerfulRole where the database answers and the app role must not be used. One that
        does not answer yet is no reason not to start: it is asked again before its first use.
        """
        try:
            await self.database.refuse_power()
        except PowerfulRole:
            await self.stop()
            raise
        except (OSError, TimeoutError, asyncpg.PostgresError, SQLAlchemyError) as error:
            log.warning("database_unavailable", error=repr(error)[:300])
        self.database.signals.subscribe(self.cache.drop)
        self.database.signals.listen()

    async def stop(self) -> None:
        """Give connections back."""
        while self.closers:
            await self.closers.pop()()
        await self.database.close()


def build_kernel(
    settings: CoreSettings,
    *,
    schema: str,
    subscriptions: Subscriptions,
    application_name: str,
    statement_timeout: int = 5_000,
    plans: PlanTable = PLATFORM,
) -> Kernel:
    """Assemble a process's kernel from settings. Nothing connects before it is used.

    plans: the service's own; the platform's where it has none.
    """
    clock.configure(settings.clock_file)
    database = Database(
        settings.database_url.get_secret_value(),
        schema=schema,
        direct_url=settings.database_direct_url.get_secret_value(),
        pool_size=settings.db_pool,
        pool_wait=settings.db_pool_wait,
        statement_timeout=statement_timeout,
        application_name=application_name,
        info={PLANS: plans},
    )
    signer = TokenSigner(settings.jwt_private_key.get_secret_value())
    families = Families(database, settings.secret_key.get_secret_value())
    passwords = Passwords()
    sealer = Sealer({"k1": settings.encryption_key.get_secret_value()}, "k1")
    accounts = Accounts(
        database,
        signer,
        families,
        passwords,
        sealer=sealer,
        secret_key=settings.secret_key.get_secret_value(),
        begins=plans.begins if settings.billing else plans.unbilled,
        # A plan that is sold, such as a free one, is no trial.
        trial=settings.billing and plans.begins not in plans.ladder,
    )
    return Kernel(
        settings=settings,
        database=database,
        outbox=Outbox(subscriptions),
        cache=ReplyCache(),
        sealer=sealer,
        signer=signer,
        families=families,
        passwords=passwords,
        accounts=accounts,
        proxies=TrustedProxies(settings.trusted_proxies),
        rates=RateLimits(settings.rate_limits),
    )
