"""The embedded Redis: Valkey, started from the wheel's program.

Never evicts: it holds queues, and a queue that forgets is worse than one that refuses.
"""

import os
import socket
from pathlib import Path
from signal import SIGTERM
from typing import ClassVar
from urllib.parse import quote

from ecomm_cli.embedded.account import own_folder
from ecomm_cli.embedded.binaries import Binaries
from ecomm_cli.embedded.server import EmbeddedServer, Profile
from ecomm_cli.system.files import write_atomically
from ecomm_cli.system.ports import LOOPBACK
from ecomm_cli.system.spawn import Credentials

_CONFIGURATION = "valkey.conf"
_PID_FILE = "valkey.pid"
_SOCKET = "redis.sock"
_PROFILES: dict[Profile, list[str]] = {
    Profile.DURABLE: ["appendonly yes", "appendfsync everysec"],
    Profile.TEST: ["appendonly no"],
}


class ValkeyServer(EmbeddedServer):
    """A Valkey server on 127.0.0.1 and a Unix socket, with a password."""

    name = "redis"
    title = "Redis (Valkey)"
    stop_signal = SIGTERM
    memory_limit: ClassVar[str] = "256mb"
    """Beyond it writes are refused; the outbox keeps what cannot be queued."""

    def __init__(
        self,
        data_dir: Path,
        port: int,
        profile: Profile = Profile.DURABLE,
        *,
        password: str,
        run_dir: Path | None = None,
        log_file: Path | None = None,
        account: Credentials | None = None,
        binaries: Binaries | None = None,
        die_with_parent: bool = False,
    ) -> None:
        """Describe a server (see `EmbeddedServer`). The password has no white space."""
        super().__init__(
            data_dir,
            port,
            profile,
            run_dir=run_dir,
            log_file=log_file,
            account=account,
            binaries=binaries,
            die_with_parent=die_with_parent,
        )
        self._password = password

    def url(self, database: int = 0) -> str:
        """Return the address with the password, `redis://:password@127.0.0.1:port/database`."""
        return f"redis://:{quote(self._password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    def is_ready(self) -> bool:
        """Tell whether the server runs on this data, knows our password and answers PING."""
        if self.identity() is None:
            return False
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    received = connection.recv(256)
                    if not received:
                        return False
                    answer += received
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    def _prepare(self) -> None:
        own_folder(self.run_dir, self.account)
        lines = [
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f'unixsocket "{self.run_dir / _SOCKET}"',
            "unixsocketperm 700",
            f"requirepass {self._password}",
            f'dir "{self.data_dir}"',
            f'pidfile "{self.data_dir / _PID_FILE}"',
            "daemonize no",
            "supervised no",
            "databases 16",
            'save ""',
            "maxmemory-policy noeviction",
            f"maxmemory {self.memory_limit}",
            # Started by nobody, for one machine: no warning about the kernel's overcommit.
            "loglevel warning",
            *_PROFILES[self.profile],
        ]
        path = self.data_dir / _CONFIGURATION
        write_atomically(path, "\n".join(lines) + "\n", mode=0o600)
        if not self.account.is_self:
            os.chown(path, self.account.uid, self.account.gid)

    def _command(self) -> list[str]:
        return [str(self.binaries.valkey_server), str(self.data_dir / _CONFIGURATION)]

    def _pid_from_file(self) -> int | None:
        try:
            text = (self.data_dir / _PID_FILE).read_text().strip()
        except OSError:
            return None
        return int(text) if text.isdigit() else None
