"""The data folder: secrets, configuration, environment given to children, reset."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ecomm_cli import secrets as installation_secrets
from ecomm_cli.embedded import login_roles
from ecomm_cli.environment import External, local_environment, web_environment
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.options import parse_ports
from ecomm_cli.seeded import Seeded, current_database
from ecomm_testing.listening import free_port


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / ".ecomm")
    found.create()
    return found


def test_the_folder_lets_others_through_but_not_look(home: Home) -> None:
    assert home.path.stat().st_mode & 0o777 == 0o711
    for folder in (home.log, home.mailbox, home.media):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CliError, match=r"cannot be written.*set ECOMM_HOME"):
        Home(tmp_path / "file" / ".ecomm").create()


def test_secrets_are_made_once_and_only_their_owner_reads_them(home: Home) -> None:
    first = installation_secrets.load_or_generate(home)
    assert home.secrets.stat().st_mode & 0o777 == 0o600
    again = installation_secrets.load_or_generate(home)
    assert dict(first.values) == dict(again.values)
    key = load_pem_private_key(first["jwt_private_key"].encode(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    for name in ("secret_key", "encryption_key", "internal_key"):
        assert len(base64.b64decode(first[name], validate=True)) == 32
    assert set(first.role_passwords()) == set(login_roles())
    assert len(set(first.values.values())) == len(first.values)
    assert first["secret_key"] not in repr(first)


def test_a_secret_of_a_newer_version_is_added_and_the_others_stay(home: Home) -> None:
    first = installation_secrets.load_or_generate(home)
    values = json.loads(home.secrets.read_text())
    del values["internal_key"]
    home.secrets.write_text(json.dumps(values))
    assert installation_secrets.load(home) is None
    again = installation_secrets.load_or_generate(home)
    assert again["secret_key"] == first["secret_key"]
    assert again["internal_key"] != first["internal_key"]


def test_secrets_that_others_can_read_are_refused(home: Home) -> None:
    installation_secrets.load_or_generate(home)
    home.secrets.chmod(0o644)
    with pytest.raises(CliError, match="can be read by others: run `chmod 600"):
        installation_secrets.load_or_generate(home)


def test_damaged_secrets_are_not_replaced(home: Home) -> None:
    home.secrets.touch(mode=0o600)
    home.secrets.write_text("{")
    with pytest.raises(CliError, match="restore it from a backup"):
        installation_secrets.load_or_generate(home)
    assert home.secrets.read_text() == "{"


def test_choices_are_remembered_and_damage_is_named(home: Home, tmp_path: Path) -> None:
    config = home.config()
    assert config.port("postgres") == 5433
    assert config.port("commerce", 8000) == 8000
    config.remember(ports={"postgres": 5699}, data=tmp_path)
    assert home.config().port("postgres") == 5699
    assert home.config().data == tmp_path
    for damage in ("{", "[]", '{"ports": []}', '{"ports": {"api": "x"}}', '{"ports": {"api": 0}}'):
        home.config_file.write_text(damage)
        with pytest.raises(CliError, match="is damaged"):
            home.config()


def test_only_one_holds_the_lock(home: Home) -> None:
    lock = home.lock()
    assert lock is not None
    assert home.lock() is None
    lock.release()
    again = home.lock()
    assert again is not None
    again.release()


def test_children_get_the_whole_contract(home: Home) -> None:
    secrets = installation_secrets.load_or_generate(home)
    env = local_environment(home, home.config(), secrets, ports={"commerce": 8001}, given={})
    assert env["ECOMM_MODE"] == "local"
    assert env["DATABASE_URL"] == env["DATABASE_DIRECT_URL"]
    assert env["DATABASE_URL"].startswith("postgresql://commerce_app:")
    assert env["DATABASE_URL"].endswith("@127.0.0.1:5433/ecomm")
    assert env["DATABASE_MIGRATOR_URL"].startswith("postgresql://ecomm_owner:")
    assert env["REDIS_URL"].endswith("@127.0.0.1:6380/0")
    assert env["ECOMM_API_URL"] == "http://127.0.0.1:8001"
    assert env["ECOMM_STORAGE_URL"] == f"file://{home.media}"
    assert env["ECOMM_CLOCK_FILE"] == str(home.clock)
    assert env["ECOMM_STOREFRONT_DOMAIN"] == "localhost"


def test_what_the_operator_gives_wins(home: Home) -> None:
    secrets = installation_secrets.load_or_generate(home)
    given = {
        "DATABASE_URL": "postgresql://a@db/x",
        "DATABASE_MIGRATOR_URL": "postgresql://o@db/x",
        "ECOMM_STORAGE_URL": "s3://bucket",
        "ECOMM_INTERNAL_KEY": "",
    }
    env = local_environment(home, home.config(), secrets, ports={"commerce": 8000}, given=given)
    assert env["DATABASE_URL"] == env["DATABASE_DIRECT_URL"] == "postgresql://a@db/x"
    assert env["ECOMM_STORAGE_URL"] == "s3://bucket"
    assert env["ECOMM_INTERNAL_KEY"] == secrets["internal_key"]


def test_web_apps_get_no_database_and_no_signing_key(home: Home) -> None:
    secrets = installation_secrets.load_or_generate(home)
    env = local_environment(home, home.config(), secrets, ports={"commerce": 8000}, given={})
    web = web_environment(
        {**env, "PATH": "/bin", "ECOMM_SMTP_URL": "smtp://u:p@h", "AWS_TOKEN": "t"}
    )
    assert web["PATH"] == "/bin"
    assert web["ECOMM_API_URL"] == env["ECOMM_API_URL"]
    assert web["ECOMM_INTERNAL_KEY"] == env["ECOMM_INTERNAL_KEY"]
    allowed = {env["ECOMM_INTERNAL_KEY"]}
    for name, value in env.items():
        if value in secrets.values.values() or "://" in name:
            assert name not in web or value in allowed
    assert not any(name.startswith(("DATABASE", "REDIS")) for name in web)
    assert not {"ECOMM_SECRET_KEY", "ECOMM_JWT_PRIVATE_KEY", "ECOMM_ENCRYPTION_KEY"} & web.keys()
    assert not {"ECOMM_SMTP_URL", "AWS_TOKEN"} & web.keys()


def test_half_of_an_external_database_is_refused() -> None:
    assert External.from_environment({}) == External(database=False, redis=False)
    both = {"DATABASE_URL": "a", "DATABASE_MIGRATOR_URL": "b"}
    assert External.from_environment(both) == External(database=True, redis=False)
    for given in ({"DATABASE_URL": "a"}, {"DATABASE_MIGRATOR_URL": "b"}):
        with pytest.raises(CliError, match="DATABASE_MIGRATOR_URL"):
            External.from_environment(given)


@pytest.mark.parametrize("value", ["api", "api=", "=80", "api=x", "api=0", "api=70000", "api=-1"])
def test_nonsense_for_a_port_is_refused(value: str) -> None:
    with pytest.raises(CliError, match="is not NAME=PORT"):
        parse_ports([value], ["api"])


def test_a_port_of_nobody_is_refused_and_not_remembered(folder: Path) -> None:
    result = ecomm(folder / ".ecomm", "up", "--port", "api=8100")
    assert result.returncode == 1
    assert "Nothing here is called `api`; ports belong to postgres, redis" in result.stderr
    assert not Home(folder / ".ecomm").config_file.exists()


def test_the_demo_is_announced_where_it_listens_now(home: Home) -> None:
    """Not where it listened when it was made; what is elsewhere stays."""
    told = (
        ("demo store", "http://demo.localhost:3001"),
        ("mailbox", "http://127.0.0.1:8000/mailbox"),
        ("elsewhere", "https://shop.example/a?b=c"),
    )
    Seeded("embedded", (), told, {"storefront": 3001, "commerce": 8000}).write(home)
    found = Seeded.read(home, "embedded")
    assert found is not None
    assert found.addresses_at({"storefront": 3101, "commerce": 8000}) == [
        ("demo store", "http://demo.localhost:3101"),
        *told[1:],
    ]


def test_the_demo_belongs_to_one_database(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert current_database(home) == "embedded"
    Seeded("embedded", (("merchant", "a@b", "pw"),), (("store", "http://x"),)).write(home)
    assert home.seeded.stat().st_mode & 0o077 == 0
    found = Seeded.read(home, current_database(home))
    assert found is not None
    assert found.logins == (("merchant", "a@b", "pw"),)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@127.0.0.1:5433/ecomm")
    assert current_database(home) == "embedded"
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@db.example/shop")
    assert current_database(home) == "db.example:5432/shop"
    assert Seeded.read(home, current_database(home)) is None


def ecomm(home: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ECOMM_", "DATABASE_", "REDIS_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "ecomm_cli", *arguments],
        env={**clean, "ECOMM_HOME": str(home), "COLUMNS": "200", **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "env", "sentence"),
    [
        (["migrate"], {}, "There is no installation in"),
        (["serve"], {}, "There is no installation in"),
        (["serve", "nothing"], {}, "There is no service `nothing`; installed:"),
        (["worker", "--queues", "slow"], {}, "There is no queue slow"),
        (["status"], {}, "Ecomm does not run: start it with `ecomm up`."),
        (["up"], {"ECOMM_MODE": "production"}, "`ecomm up` is for local mode"),
        (["up"], {"DATABASE_URL": "postgresql://x"}, "set DATABASE_MIGRATOR_URL too"),
        (["up", "--port", "x"], {}, "is not NAME=PORT"),
        (["up", "--no-web", "--only", "nothing"], {}, "There is no process nothing"),
        (["seed"], {"ECOMM_MODE": "production"}, "it is not made in production mode"),
        (
            ["seed", "--orders-per-minute", "10"],
            {"ECOMM_MODE": "production"},
            "it is not made in production mode",
        ),
        (["reset", "--yes"], {"REDIS_URL": "redis://x"}, "names a server of yours"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(
    folder: Path, arguments: list[str], env: dict[str, str], sentence: str
) -> None:
    result = ecomm(folder / ".ecomm", *arguments, **env)
    assert result.returncode == 1, result.stdout + result.stderr
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_production_settings_that_miss_are_named_without_values(folder: Path) -> None:
    # not the usual port: whoever runs the platform beside its tests has that one
    where = ("serve", "--port", f"commerce={free_port()}")
    result = ecomm(folder, *where, ECOMM_MODE="production", ECOMM_SECRET_KEY="do-not-show-me")
    assert result.returncode == 1
    assert "ECOMM_JWT_PRIVATE_KEY is missing" in result.stderr
    assert "do-not-show-me" not in result.stdout + result.stderr


def test_openapi_needs_no_installation_and_is_the_same_twice(folder: Path) -> None:
    target = folder / "openapi.json"
    first = ecomm(folder / "nowhere", "openapi", "--output", str(target))
    assert first.returncode == 0, first.stderr
    assert json.loads(target.read_text())["openapi"].startswith("3.")
    second = ecomm(folder / "nowhere", "openapi")
    assert second.stdout == target.read_text()
    assert not (folder / "nowhere").exists()


def test_doctor_prints_the_sql_for_a_database_of_ones_own(folder: Path) -> None:
    external = {"DATABASE_URL": "postgresql://a@h/x", "DATABASE_MIGRATOR_URL": "postgresql://o@h/x"}
    result = ecomm(folder / ".ecomm", "doctor", "--fix", **external)
    assert result.returncode == 0
    assert result.stdout.startswith("\\set ON_ERROR_STOP on")
    assert "\\password commerce_app" in result.stdout


def test_reset_deletes_what_is_ours_and_nothing_else(
    folder: Path, postgres_port: Callable[[], int], redis_port: Callable[[], int]
) -> None:
    home = Home(folder / "data")
    home.create()
    home.config().remember(ports={"postgres": postgres_port(), "redis": redis_port()})
    installation_secrets.load_or_generate(home)
    (home.path / "a-letter.txt").write_text("mine")
    (home.media / "picture.webp").write_text("")
    (home.path / "postgres").mkdir()
    lock = home.lock()
    assert lock is not None
    assert "Ecomm runs: stop it first" in ecomm(home.path, "reset", "--yes").stderr
    lock.release()
    declined = subprocess.run(
        [sys.executable, "-m", "ecomm_cli", "reset"],
        env={**os.environ, "ECOMM_HOME": str(home.path)},
        input="yes\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert declined.returncode == 1
    assert "nothing was deleted" in declined.stderr
    assert home.secrets.exists()
    result = ecomm(home.path, "reset", "--yes")
    assert result.returncode == 0, result.stderr
    assert {path.name for path in home.path.iterdir()} == {"a-letter.txt", "supervisor.lock"}
