"""Which orders are not over, as a condition on `orders o`."""

from typing import Final

UNDER_WAY: Final = """
    (o.status in ('draft', 'pending', 'on_hold')
     or o.status = 'open' and (o.fulfilment_status in ('unfulfilled', 'partial')
                               or o.payment_status in ('unpaid', 'authorized', 'partially_paid'))
     or exists (select 1 from returns r
                 where r.tenant_id = o.tenant_id and r.order_id = o.id
                   and r.status in ('declared', 'requested', 'approved', 'received'))
     or exists (select 1 from order_refunds f
                 where f.tenant_id = o.tenant_id and f.order_id = o.id and f.status = 'pending')
     or exists (select 1 from disputes d
                 where d.tenant_id = o.tenant_id and d.order_id = o.id
                   and d.status not in ('won', 'lost', 'closed'))
     or exists (select 1 from purchase_orders p
                 where p.tenant_id = o.tenant_id and p.order_id = o.id
                   and p.status not in ('delivered', 'rejected', 'cancelled')))"""
"""An order whose goods or money still move needs its address."""
