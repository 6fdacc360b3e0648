"""What the gateway tells those that run or test it."""

from pathlib import Path

from ecomm_core.service import Service

SERVICE = Service(
    name="llm_gateway",
    port=8200,
    schema="llm_gateway",
    settings="llm_gateway.settings:GatewaySettings",
    kernel="llm_gateway.app:make_kernel",
    app="llm_gateway.app:create",
    tasks="llm_gateway.tasks:TASKS",
    scheduled="llm_gateway.tasks:SCHEDULED",
    worker="llm_gateway.worker:celery",
    join="llm_gateway.worker:join",
    clock="llm_gateway.worker:clock",
    migrations=Path(__file__).parents[2] / "migrations",
)
