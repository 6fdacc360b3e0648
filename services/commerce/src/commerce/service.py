"""What commerce tells those that run or test it."""

from pathlib import Path

from ecomm_core.service import Service

SERVICE = Service(
    name="commerce",
    port=8000,
    schema="commerce",
    settings="commerce.settings:CommerceSettings",
    kernel="commerce.kernels:make_kernel",
    app="commerce.app:create",
    tasks="commerce.tasks:TASKS",
    scheduled="commerce.tasks:SCHEDULED",
    worker="commerce.worker:celery",
    join="commerce.worker:join",
    clock="commerce.worker:clock",
    migrations=Path(__file__).parents[2] / "migrations",
    seed="commerce.seed:seed_demo",
    world="commerce.seed:seed_world",
    living="commerce.seed.living:keep_living",
    importer="commerce.importer:import_file",
    search_rebuilder="commerce.search_rebuilder:rebuild",
    operator="commerce.billing_operator:operate",
    partners="commerce.partners_operator:operate",
)
