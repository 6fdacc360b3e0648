"""Everything a process of a service shares: made once at its composition root."""

from dataclasses import dataclass, field
from typing import Any

from ecomm_core import clock
from ecomm_core.accounts.families import Families
from ecomm_core.accounts.passwords import Passwords
from ecomm_core.accounts.service import Accounts
from ecomm_core.accounts.tokens import TokenSigner
from ecomm_core.cache import ReplyCache
from ecomm_core.crypto import Sealer
from ecomm_core.db.engine import Database
from ecomm_core.outbox.events import Outbox, Subscriptions
from ecomm_core.settings import CoreSettings


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
    parts: dict[str, Any] = field(default_factory=dict)

    async def start(self) -> None:
        """Begin listening for signals of other processes."""
        self.database.signals.subscribe(self.cache.drop)
        self.database.signals.listen()

    async def stop(self) -> None:
        """Give connections back."""
        await self.database.close()


def build_kernel(
    settings: CoreSettings,
    *,
    schema: str,
    subscriptions: Subscriptions,
    application_name: str,
    statement_timeout: int = 5_000,
) -> Kernel:
    """Assemble a process's kernel from settings. Nothing connects before it is used."""
    clock.configure(settings.clock_file)
    database = Database(
        settings.database_url.get_secret_value(),
        schema=schema,
        direct_url=settings.database_direct_url.get_secret_value(),
        pool_size=settings.db_pool,
        statement_timeout=statement_timeout,
        application_name=application_name,
    )
    signer = TokenSigner(settings.jwt_private_key.get_secret_value())
    families = Families(database, settings.secret_key.get_secret_value())
    passwords = Passwords()
    return Kernel(
        settings=settings,
        database=database,
        outbox=Outbox(subscriptions),
        cache=ReplyCache(),
        sealer=Sealer({"k1": settings.encryption_key.get_secret_value()}, "k1"),
        signer=signer,
        families=families,
        passwords=passwords,
        accounts=Accounts(database, signer, families, passwords),
    )
