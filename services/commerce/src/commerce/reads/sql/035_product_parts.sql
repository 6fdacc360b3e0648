-- Parts of a product page.

-- The sellable combinations of a product, in order. `left` is told when it is 5 or fewer.
create or replace function product_variants_json(
  p_tenant uuid, p_now timestamptz, p_currency text, p_product uuid
) returns json
language plpgsql stable as $$
declare
  v_options text[] := array(
    select o.name from product_options o
    where o.tenant_id = p_tenant and o.product_id = p_product order by o.position);
begin
  return (
    select coalesce(json_agg(json_build_object(
        'id', v.id, 'title', v.title,
        'options', case when v_options = '{}' then '{}'::json
                        else json_object(v_options, v.option_values) end,
        'sku', v.sku,
        'price', json_build_object('amount', v.price, 'currency', p_currency),
        'compare_at_price', case when v.compare_at_price > v.price then
          json_build_object('amount', v.compare_at_price, 'currency', p_currency) end,
        'available', stock.free is null or stock.free > 0,
        'left', case when stock.free <= 5 then greatest(stock.free, 0) end
      ) order by v.position, v.id), '[]'::json)
    from product_variants v
    left join inventory_items i
      on i.tenant_id = p_tenant and i.product_id = p_product and i.variant_id = v.id
    cross join lateral (
      select case when i.tracked and i.policy = 'deny' then
        i.on_hand - i.committed - i.safety_stock - coalesce((
          select sum(r.quantity) from reservations r
          where r.tenant_id = p_tenant and r.item_id = i.id and r.status = 'open'
            and r.expires_at > p_now), 0) end as free
    ) stock
    where v.tenant_id = p_tenant and v.product_id = p_product and v.deleted_at is null);
end
$$;
revoke all on function product_variants_json(uuid, timestamptz, text, uuid) from public;
grant execute on function product_variants_json(uuid, timestamptz, text, uuid) to commerce_app;

-- Four other products of the category: those that follow this one by id, then from the start. Of a
-- product without category, or alone in it: its neighbours by date in the whole shop.
create or replace function related_products(
  p_tenant uuid, p_store uuid, p_product uuid, p_category uuid
) returns uuid[]
language plpgsql stable as $$
declare
  v_found uuid[] := '{}';
begin
  if p_category is not null then
    v_found := array(
      select c.product_id from product_categories c
      join products p on p.tenant_id = p_tenant and p.id = c.product_id and p.status = 'active'
      where c.tenant_id = p_tenant and c.category_id = p_category and c.product_id > p_product
      order by c.product_id limit 4);
    if cardinality(v_found) < 4 then
      v_found := v_found || array(
        select c.product_id from product_categories c
        join products p on p.tenant_id = p_tenant and p.id = c.product_id and p.status = 'active'
        where c.tenant_id = p_tenant and c.category_id = p_category and c.product_id < p_product
        order by c.product_id limit 4 - cardinality(v_found));
    end if;
  end if;
  if cardinality(v_found) = 0 then
    v_found := array(
      select p.id from products p
      where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
        and p.id <> p_product
      order by p.published_at desc, p.id desc limit 4);
  end if;
  return v_found;
end
$$;
revoke all on function related_products(uuid, uuid, uuid, uuid) from public;
grant execute on function related_products(uuid, uuid, uuid, uuid) to commerce_app;
