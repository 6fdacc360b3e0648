"""What `ecomm up` would run: names, order, addresses, and who is told what."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ecomm_cli import secrets as installation_secrets
from ecomm_cli.composition import Selection, Servers, processes
from ecomm_cli.environment import INSTANCES
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.services import installed_services
from ecomm_cli.supervisor.health import HttpHealth
from ecomm_cli.supervisor.process import Process
from ecomm_cli.web import WEB_APPS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with built web apps and a node."""
    for app in WEB_APPS:
        server = app.server(tmp_path)
        (server.parent / ".next/static").mkdir(parents=True)
        server.touch()
    node = tmp_path / "node_modules/node/bin/node"
    node.parent.mkdir(parents=True)
    node.touch(mode=0o755)
    return tmp_path


def plan(
    root: Path, *, seeded: bool = False, only: Sequence[str] = (), web: bool = True
) -> list[Process]:
    home = Home(root / ".ecomm")
    home.create()
    return processes(
        home,
        home.config(),
        installation_secrets.load_or_generate(home),
        root=root,
        services=installed_services(),
        servers=Servers(None, None),
        selection=Selection(web=web, only=frozenset(only)),
        seeded=seeded,
    )


def names(found: list[Process]) -> list[str]:
    return [process.name for process in found]


def test_everything_in_order(root: Path) -> None:
    found = plan(root)
    apis = [service.name for service in installed_services()]
    assert apis[0] == "commerce"
    web = [app.name for app in WEB_APPS]
    assert names(found) == ["migrate", "seed", *apis, "worker", "clock", *web]
    assert "seed" not in names(plan(root, seeded=True))
    seen: set[str] = set()
    for process in found:
        assert set(process.depends_on) <= seen
        seen.add(process.name)


def test_every_installed_service_is_a_process_that_all_the_others_are_told_of(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault it was seen to catch: addresses told of the platform alone."""
    for service in installed_services():
        monkeypatch.delenv(f"ECOMM_{service.name.upper()}_URL", raising=False)
    found = {process.name: process for process in plan(root)}
    for service in installed_services():
        api = found[service.name]
        assert (api.port, api.depends_on) == (service.port, ("migrate",))
        assert isinstance(api.health, HttpHealth)
        assert api.health.url == f"http://127.0.0.1:{service.port}/health"
        told = {one.env.get(f"ECOMM_{service.name.upper()}_URL") for one in found.values()}
        assert told == {f"http://127.0.0.1:{service.port}"}
    gateway = installed_services()[-1]
    for role in ("worker", "clock"):
        assert found[role].argv[3:] == (role, *(one.name for one in installed_services()))
        own = found[role].env[f"{gateway.name.upper()}_DATABASE_URL"]
        assert own.startswith(f"postgresql://{gateway.name}_app:")


def test_in_a_database_of_ones_own_each_service_needs_its_roles_address(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault it was seen to catch: an address of the embedded server, which is not started."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://commerce_app:x@db/ecomm")
    monkeypatch.setenv("DATABASE_MIGRATOR_URL", "postgresql://ecomm_owner:x@db/ecomm")
    others = [service.name for service in installed_services()[1:]]
    own = [f"{name.upper()}_DATABASE_URL" for name in others]
    for name in own:
        monkeypatch.delenv(name, raising=False)
    found = plan(root, only=["commerce"])
    assert names(found) == ["migrate", "commerce"]
    assert not [name for name in own if name in found[-1].env]
    for only in (others, ["worker"], ["clock"]):
        with pytest.raises(CliError, match=f"set {', '.join(own)} too"):
            plan(root, only=only)
    for name in own:
        monkeypatch.setenv(name, "postgresql://its_own:x@db/ecomm")
    told = plan(root, only=["worker"])[-1].env
    assert {told[name] for name in own} == {"postgresql://its_own:x@db/ecomm"}
    assert {told[name.replace("_URL", "_DIRECT_URL")] for name in own} == {
        "postgresql://its_own:x@db/ecomm"
    }


def test_a_selection_brings_what_it_needs_and_unknown_names_are_named(root: Path) -> None:
    assert names(plan(root, only=["worker"])) == ["migrate", "worker"]
    assert names(plan(root, only=["storefront"])) == ["storefront"]
    assert names(plan(root, web=False))[-1] == "clock"
    with pytest.raises(
        CliError, match="There is no process api; there are migrate, seed, commerce"
    ):
        plan(root, only=["api"])


def test_without_a_storefront_nobody_is_told_of_stale_pages(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(INSTANCES, raising=False)
    assert all(INSTANCES not in process.env for process in plan(root))
    for found in (plan(root, web=False), plan(root, only=["worker"])):
        assert {process.env[INSTANCES] for process in found} == {"none"}
    monkeypatch.setenv(INSTANCES, "http://127.0.0.1:3111")
    assert plan(root, web=False)[-1].env[INSTANCES] == "http://127.0.0.1:3111"


def test_a_web_app_that_is_not_built_is_named_unless_it_is_not_wanted(root: Path) -> None:
    WEB_APPS[0].server(root).unlink()
    with pytest.raises(CliError, match="The dashboard is not built: run `make up`"):
        plan(root)
    assert "storefront" in names(plan(root, only=["storefront"]))
    assert "commerce" in names(plan(root, web=False))


def test_static_files_must_lie_beside_the_server(root: Path) -> None:
    (WEB_APPS[1].server(root).parent / ".next/static").rmdir()
    with pytest.raises(CliError, match="storefront's static files are not beside its server"):
        plan(root)


def test_web_apps_listen_on_localhost_by_name_with_a_bounded_heap(root: Path) -> None:
    for process in plan(root)[-2:]:
        assert process.env["HOSTNAME"] == "localhost"
        assert process.env["PORT"] == str(process.port)
        assert process.argv[1].startswith("--max-old-space-size=")
        assert isinstance(process.health, HttpHealth)
        assert process.health.url == f"http://localhost:{process.port}/"


def test_what_the_person_set_reaches_the_services_and_no_secret_the_web(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOMM_STRIPE_SECRET_KEY", "sk_test_x")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    found = {process.name: process.env for process in plan(root)}
    for name in (*(service.name for service in installed_services()), "worker", "clock"):
        assert found[name]["ECOMM_STRIPE_SECRET_KEY"] == "sk_test_x"
        assert found[name]["PATH"]
    for name in ("dashboard", "storefront"):
        assert found[name]["LANG"] == "de_DE.UTF-8"
        assert "ECOMM_STRIPE_SECRET_KEY" not in found[name]
        assert not [variable for variable in found[name] if "DATABASE_URL" in variable]
        assert found[name]["ECOMM_INTERNAL_KEY"]
