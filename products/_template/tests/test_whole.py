"""What holds the product together: its revisions, and its processes."""

from ecomm_core.kernel import Kernel
from ecomm_core.tasks.celery import make_celery
from ecomm_testing.cluster import Cluster
from ecomm_testing.products.chain import drift
from template_product.roots import PRODUCT
from template_product.spec import SPEC


async def test_the_revisions_make_what_models_and_specification_declare(cluster: Cluster) -> None:
    found = await drift(cluster, SPEC)
    assert not found, "\n".join(found)


async def test_a_policy_that_is_lost_would_be_seen(cluster: Cluster) -> None:
    found = await drift(cluster, SPEC, planted="alter policy tenant on notes using (true)")
    assert [line.partition("\n")[0] for line in found] == ["policy notes tenant"]


def test_a_worker_takes_every_task(kernel: Kernel) -> None:
    app = make_celery("several", kernel.settings.redis_url.get_secret_value())
    PRODUCT.join(app)
    assert {task.name for task in (*PRODUCT.tasks, *PRODUCT.scheduled)} <= set(app.tasks)


async def test_the_document_of_the_api_is_made(kernel: Kernel) -> None:
    document = kernel.parts["app"].openapi()
    assert "/api/v1/stores/{store_id}/notes" in document["paths"]
