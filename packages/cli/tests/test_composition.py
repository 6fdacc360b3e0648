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
    assert names(found) == [
        "migrate",
        "seed",
        "commerce",
        "worker",
        "clock",
        "dashboard",
        "storefront",
    ]
    assert "seed" not in names(plan(root, seeded=True))
    seen: set[str] = set()
    for process in found:
        assert set(process.depends_on) <= seen
        seen.add(process.name)


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
    for name in ("commerce", "worker", "clock"):
        assert found[name]["ECOMM_STRIPE_SECRET_KEY"] == "sk_test_x"
        assert found[name]["PATH"]
    for name in ("dashboard", "storefront"):
        assert found[name]["LANG"] == "de_DE.UTF-8"
        assert "ECOMM_STRIPE_SECRET_KEY" not in found[name]
        assert "DATABASE_URL" not in found[name]
        assert found[name]["ECOMM_INTERNAL_KEY"]
