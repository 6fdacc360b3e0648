-- Four other products of the category: those that follow this one by id, then from the start. Of a
-- product without category, or alone in it: its neighbours by date in the whole shop.
create or replace function related_products(
  p_tenant uuid, p_store uuid, p_product uuid, p_category uuid
) returns uuid[]
language plpgsql stable as $$
-- Every version is above 0: the planner is made to look at the row itself, by its key. Once the table
-- is vacuumed it would else read the store's live products for each, by the index that gives a list
-- its order and holds all that is asked for here.
declare
  v_found uuid[] := '{}';
begin
  if p_category is not null then
    v_found := array(
      select c.product_id from product_categories c
      join products p on p.tenant_id = p_tenant and p.id = c.product_id
        and p.status = 'active' and p.version > 0
      where c.tenant_id = p_tenant and c.category_id = p_category and c.product_id > p_product
      order by c.product_id limit 4);
    if cardinality(v_found) < 4 then
      v_found := v_found || array(
        select c.product_id from product_categories c
        join products p on p.tenant_id = p_tenant and p.id = c.product_id
          and p.status = 'active' and p.version > 0
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
