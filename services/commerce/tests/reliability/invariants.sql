-- What must hold after any load, any fault and any order of events. Each query gives the rows that
-- break its promise: nothing found is a pass. Run by a superuser (row-level security would hide
-- the very rows that are looked for) with the service's schema as search_path, when the load has
-- ended and the outbox is quiet.
create temp table broken (invariant text, detail text) on commit drop;

-- Money: an order's total is its lines and its shipping, and what was paid for it.
insert into broken
select 'order total = sum of lines + shipping',
       format('order %s: total %s, lines %s, shipping %s', o.id, o.total, i.gross, o.shipping_gross)
  from orders o
 cross join lateral (select coalesce(sum(gross), 0) as gross from order_items
                      where tenant_id = o.tenant_id and order_id = o.id) i
 where o.total <> i.gross + o.shipping_gross or o.items_gross <> i.gross;

insert into broken
select 'order total = tenders',
       format('order %s: total %s, tenders %s', o.id, o.total, t.amount)
  from orders o
 cross join lateral (select coalesce(sum(amount), 0) as amount from order_tenders
                      where tenant_id = o.tenant_id and order_id = o.id) t
 where t.amount <> o.total and o.status <> 'draft';

insert into broken
select 'what the provider shall pay = captured',
       format('order %s: tender %s, captured %s, %s', o.id, t.amount, p.captured, o.payment_status)
  from orders o
 cross join lateral (select coalesce(sum(amount), 0) as amount from order_tenders
                      where tenant_id = o.tenant_id and order_id = o.id and kind = 'provider') t
 cross join lateral (select coalesce(sum(captured), 0) as captured from payments
                      where tenant_id = o.tenant_id and order_id = o.id) p
 where o.payment_status in ('paid', 'partially_refunded', 'refunded') and p.captured <> t.amount
   and o.status <> 'draft';

insert into broken
select 'every tax is the sum of what its rates take',
       format('order %s: tax %s, rates %s', o.id, o.tax, s.amount)
  from orders o
 cross join lateral (select coalesce(sum((t ->> 'amount')::bigint), 0) as amount
                       from jsonb_array_elements(o.taxes) t) s
 where o.taxes <> '[]' and s.amount <> o.tax;

insert into broken
select 'no balance below zero', format('account %s of tenant %s: %s', account, tenant_id, balance)
  from (select tenant_id, coalesce(gift_card_id, store_credit_id) as account,
               sum(amount) as balance
          from tender_ledger group by 1, 2) b
 where balance < 0;

insert into broken
select 'what balances paid left the ledger',
       format('order %s: tenders %s, ledger %s', o.id, t.amount, -e.amount)
  from orders o
 cross join lateral (select coalesce(sum(amount), 0) as amount from order_tenders
                      where tenant_id = o.tenant_id and order_id = o.id
                        and kind <> 'provider') t
 cross join lateral (select coalesce(sum(amount), 0) as amount from tender_ledger
                      where tenant_id = o.tenant_id and checkout_id = o.checkout_id
                        and refund_id is null and reason <> 'refunded') e
 where t.amount <> -e.amount;

insert into broken
select 'a discount is used as often as it says',
       format('discount %s of tenant %s: used %s, uses %s, limit %s', d.id, d.tenant_id, d.used,
              u.count, d.usage_limit)
  from discounts d
 cross join lateral (select count(*) from discount_usages
                      where tenant_id = d.tenant_id and discount_id = d.id
                        and status <> 'released') u
 where d.used <> u.count or d.used > d.usage_limit;

insert into broken
select 'at most one order per payment', format('%s orders for checkout %s', count(*), checkout_id)
  from orders group by tenant_id, checkout_id having count(*) > 1
union all
select 'at most one order per payment',
       format('payment %s of checkout %s pays order %s of checkout %s', p.id, p.checkout_id,
              o.id, o.checkout_id)
  from payments p join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
 where o.checkout_id <> p.checkout_id;

insert into broken
select 'captured money bought an order or went back',
       format('payment %s: captured %s, refunded %s, no order', p.id, p.captured, p.refunded)
  from payments p
 where p.order_id is null and p.captured > p.refunded
   and not exists (select 1 from refunds r where r.tenant_id = p.tenant_id
                      and r.payment_id = p.id and r.status = 'pending');

insert into broken
select 'refunds <= captured',
       format('payment %s: captured %s, refunded %s, refunds %s', p.id, p.captured, p.refunded, r.sum)
  from payments p
 cross join lateral (select coalesce(sum(amount), 0) as sum from refunds
                      where tenant_id = p.tenant_id and payment_id = p.id
                        and status <> 'failed') r
 where greatest(r.sum, p.refunded) > p.captured;

insert into broken
select 'debits = credits', format('tenant %s, %s: %s', tenant_id, currency, sum(amount))
  from (select tenant_id, currency, amount from payment_ledger
         where debit in ('provider', 'sales', 'refunds', 'disputes', 'fees')
        union all
        select tenant_id, currency, -amount from payment_ledger
         where credit in ('provider', 'sales', 'refunds', 'disputes', 'fees')) both_sides
 group by tenant_id, currency having sum(amount) <> 0;

insert into broken
select 'the ledger says what payments say',
       format('payment %s: captured %s of %s, refunded %s of %s', p.id, l.captured, p.captured,
              l.refunded, p.refunded)
  from payments p
 cross join lateral (
   select coalesce(sum(case kind when 'charge' then amount
                                 when 'charge_reversed' then -amount else 0 end), 0) as captured,
          coalesce(sum(case kind when 'refund' then amount
                                 when 'refund_returned' then -amount else 0 end), 0) as refunded
     from payment_ledger
    where tenant_id = p.tenant_id and payment_id = p.id and currency = p.currency) l
 where l.captured <> p.captured or l.refunded <> p.refunded;

insert into broken
select 'the ledger says what disputes say',
       format('dispute %s of payment %s: withdrawn %s of %s, returned %s of %s, fee %s of %s', d.id,
              d.payment_id, l.withdrawn, d.withdrawn, l.returned, d.returned, l.fee, d.fee)
  from disputes d
 cross join lateral (
   select coalesce(sum(amount) filter (where kind = 'dispute'), 0) as withdrawn,
          coalesce(sum(amount) filter (where kind = 'dispute_return'), 0) as returned,
          coalesce(sum(case kind when 'dispute_fee' then amount
                                 when 'dispute_fee_return' then -amount end), 0) as fee
     from payment_ledger where tenant_id = d.tenant_id and dispute_id = d.id) l
 where l.withdrawn <> d.withdrawn or l.returned <> d.returned or l.fee <> d.fee;

insert into broken
select 'a disputed payment says so',
       format('payment %s is %s, its dispute %s', p.id, p.status, d.status)
  from disputes d join payments p on p.tenant_id = d.tenant_id and p.id = d.payment_id
 where not d.inquiry and d.status <> 'closed'
   and p.status not in ('disputed', 'won', 'lost', 'refunded');

insert into broken
select 'a refund is its lines, shipping and adjustment, over its tenders',
       format('refund %s of order %s: %s, lines %s, parts %s', f.id, f.order_id, f.amount, l.gross,
              p.amount)
  from order_refunds f
 cross join lateral (select coalesce(sum(gross), 0) as gross from refund_lines
                      where tenant_id = f.tenant_id and order_refund_id = f.id) l
 cross join lateral (
   select (select coalesce(sum(amount), 0) from refunds
            where tenant_id = f.tenant_id and order_refund_id = f.id)
        + (select coalesce(sum(amount), 0) from tender_ledger
            where tenant_id = f.tenant_id and refund_id = f.id) as amount) p
 where f.items_gross <> l.gross or f.amount <> p.amount;

insert into broken
select 'no line is refunded beyond what was paid for it',
       format('item %s of order %s: %s of %s units, %s of %s', i.id, i.order_id,
              r.units, i.quantity, r.gross, i.gross)
  from order_items i
 cross join lateral (
   select coalesce(sum(l.quantity), 0) as units, coalesce(sum(l.gross), 0) as gross
     from refund_lines l join order_refunds f
       on f.tenant_id = l.tenant_id and f.id = l.order_refund_id and f.status <> 'failed'
    where l.tenant_id = i.tenant_id and l.order_item_id = i.id) r
 where r.units > i.quantity or r.gross > i.gross;

-- Stock: counters are what the movements say; sold and held units exist.
insert into broken
select 'stock counters = sum of movements',
       format('item %s: on_hand %s of %s, committed %s of %s', i.id, i.on_hand, m.on_hand,
              i.committed, m.committed)
  from inventory_items i
 cross join lateral (select coalesce(sum(on_hand_change), 0) as on_hand,
                            coalesce(sum(committed_change), 0) as committed
                       from inventory_movements
                      where tenant_id = i.tenant_id and item_id = i.id) m
 where i.tracked and (i.on_hand <> m.on_hand or i.committed <> m.committed);

insert into broken
select '0 <= committed + reserved <= on_hand',
       format('item %s: on_hand %s, committed %s, reserved %s', i.id, i.on_hand, i.committed, r.open)
  from inventory_items i
 cross join lateral (select coalesce(sum(quantity), 0) as open from reservations
                      where tenant_id = i.tenant_id and item_id = i.id and status = 'open'
                        and expires_at > now()) r
 where i.committed < 0 or i.on_hand < 0
    or (i.tracked and i.policy = 'deny' and i.committed + r.open > i.on_hand);

insert into broken
select 'committed stock = units sold and not shipped',
       format('item %s: committed %s, sold and not shipped %s', i.id, i.committed, s.units)
  from inventory_items i
 cross join lateral (
   select coalesce(sum(l.quantity - l.fulfilled_quantity - l.cancelled_quantity), 0) as units
     from order_items l join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
    where l.tenant_id = i.tenant_id and l.variant_id = i.variant_id
      and o.status not in ('cancelled', 'expired', 'draft')) s
 where i.tracked and i.committed <> s.units;

insert into broken
select 'an open reservation belongs to an open checkout',
       format('reservation %s of checkout %s in %s', r.id, c.id, c.state)
  from reservations r left join checkouts c on c.tenant_id = r.tenant_id and c.id = r.holder_id
 where r.status = 'open' and r.expires_at > now()
   -- failed: a card was declined, and the hold waits for another one
   and (c.id is null or c.state not in ('awaiting_payment', 'processing', 'failed'));

-- Numbers: no gap, no double.
insert into broken
select 'order numbers of a store have no gap and no double',
       format('store %s: %s orders, numbers %s to %s, last given %s', o.store_id, count(*),
              min(o.number), max(o.number), max(n.value))
  from orders o left join order_numbers n on n.tenant_id = o.tenant_id and n.store_id = o.store_id
 group by o.tenant_id, o.store_id
having count(distinct o.number) <> count(*) or max(o.number) - min(o.number) + 1 <> count(*)
    or max(o.number) is distinct from max(n.value);

-- Events: everything committed is finally delivered or dead, and once only.
insert into broken
select 'every outbox row is delivered or dead',
       format('%s %s: attempts %s, not before %s, lease until %s, %s', task, id, attempts,
              not_before, lease_until, error)
  from outbox where done_at is null and dead_at is null and not_before <= now();

insert into broken
select 'an event has one outbox row per subscriber',
       format('event %s: %s rows for %s', event_id, count(*), task)
  from outbox where event_id is not null group by tenant_id, event_id, task having count(*) > 1;

insert into broken
select 'sequences of a resource have no gap',
       format('%s %s: %s events, sequences %s to %s', resource_type, resource_id, count(*),
              min(sequence), max(sequence))
  from events group by tenant_id, resource_type, resource_id
having count(*) <> max(sequence) or min(sequence) <> 1;

insert into broken
select 'an order is announced and confirmed once',
       format('order %s: %s events, %s mails', o.id, e.count, m.count)
  from orders o
 cross join lateral (select count(*) from events
                      where tenant_id = o.tenant_id and resource_id = o.id
                        and type = 'order.created') e
 cross join lateral (select count(*) from mail_messages
                      where tenant_id = o.tenant_id
                        and message_key = 'order-confirmation:' || o.id
                        -- unknown: a worker died while sending, and nobody sends it again unasked
                        and state in ('sent', 'unknown', 'skipped')) m
 where (e.count <> 1 or m.count <> 1)
   and not exists (select 1 from outbox d join events c
                       on c.tenant_id = d.tenant_id and c.id = d.event_id
                    where c.resource_id = o.id and c.type = 'order.created'
                      and d.dead_at is not null);

-- Tenants: every foreign key, read from the catalogue, stays within one tenant.
do $$
declare
  found record;
begin
  for found in
    select c.conname, c.conrelid::regclass as child, c.confrelid::regclass as parent,
           string_agg(format('child.%I = parent.%I', a.attname, b.attname), ' and '
                      order by k.position) as joined
      from pg_constraint c
     cross join lateral unnest(c.conkey, c.confkey) with ordinality as k (own, other, position)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
      join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other
     where c.contype = 'f' and c.connamespace = current_schema()::regnamespace
       -- the tenant's own column is compared, not joined on: a key without it is found as well
       and a.attname <> 'tenant_id'
       and exists (select 1 from pg_attribute t where t.attrelid = c.conrelid
                      and t.attname = 'tenant_id' and not t.attisdropped)
       and exists (select 1 from pg_attribute t where t.attrelid = c.confrelid
                      and t.attname = 'tenant_id' and not t.attisdropped)
     group by c.conname, c.conrelid, c.confrelid
  loop
    execute format(
      'insert into broken
       select %L, format(''%%s: child of tenant %%s, parent of tenant %%s'', %L,
                         child.tenant_id, parent.tenant_id)
         from %s child join %s parent on %s where child.tenant_id <> parent.tenant_id',
      'child.tenant_id = parent.tenant_id', found.conname, found.child, found.parent, found.joined);
  end loop;
end
$$;
