-- How many of a kit (inventory_items.kit) can be sold: the least over its components of what is
-- available of each, whole units only. Null where no component is counted; 0 where one is not for
-- sale, or nothing is known of what it is made of. Available is on_hand - committed - open
-- reservations that have not expired by p_now - safety_stock (rules, section 3).
create or replace function kit_units(p_tenant uuid, p_kit uuid, p_now timestamptz) returns bigint
language sql stable as $$
  select case when count(*) = 0 then 0 else min(
    case
      when p.status is distinct from 'active' or v.deleted_at is not null then 0
      when i.tracked and i.policy = 'deny' then
        greatest(i.on_hand - i.committed - i.safety_stock - coalesce((
          select sum(r.quantity) from reservations r
          where r.tenant_id = p_tenant and r.item_id = i.id and r.status = 'open'
            and r.expires_at > p_now), 0), 0)::bigint / k.quantity
    end) end
  from kit_components k
  left join product_variants v on v.tenant_id = p_tenant and v.id = k.component_id
  left join products p on p.tenant_id = p_tenant and p.id = v.product_id
  left join inventory_items i on i.tenant_id = p_tenant and i.variant_id = k.component_id
  where k.tenant_id = p_tenant and k.kit_id = p_kit
$$;
revoke all on function kit_units(uuid, uuid, timestamptz) from public;
grant execute on function kit_units(uuid, uuid, timestamptz) to commerce_app;
