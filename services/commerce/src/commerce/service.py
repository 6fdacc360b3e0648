"""What commerce tells the command line about itself."""

from pathlib import Path

from ecomm_core.service import Service

SERVICE = Service(
    name="commerce",
    port=8000,
    schema="commerce",
    app="commerce.app:create",
    worker="commerce.worker:celery",
    clock="commerce.worker:clock",
    migrations=Path(__file__).parents[2] / "migrations",
    seed="commerce.seed:seed_demo",
    importer="commerce.importer:import_file",
)
