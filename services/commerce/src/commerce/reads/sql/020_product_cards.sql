-- Products as cards of a grid (ProductCardOut) with commas between them, in the order of p_ids;
-- unknown ids are left out. For the public_* functions below, which have set the tenant. Available
-- (rules, section 3) is on_hand - committed - open reservations that have not expired by p_now -
-- safety_stock; what is untracked or may be backordered is always available.
--
-- JSON is written as text: values of the json type are parsed again wherever they are put into
-- another. What is sold out is looked up once for all products and the variants are read as one set:
-- together with the text a sixth of a list's cost (bench/README.md). The set is materialized and met
-- by no join to the stock, because under row-level security the planner expects one row of it, and
-- beside 199 stores would read it anew for every product. Two pictures of each need no set.
create or replace function product_card_texts(
  p_tenant uuid, p_now timestamptz, p_media text, p_currency text, p_ids uuid[]
) returns text
language plpgsql stable as $$
begin
  return (
    with v as materialized (
      select v.product_id, count(*) as count, any_value(v.id) as any_id,
             (array_agg(v.compare_at_price order by v.price, v.position))[1] as compare_at,
             bool_or(v.id not in (
               select i.variant_id from inventory_items i
               where i.tenant_id = p_tenant and i.product_id = any (p_ids)
                 and (i.kit and kit_units(p_tenant, i.variant_id, p_now) <= 0
                   or not i.kit and i.tracked and i.policy <> 'backorder'
                 and (i.on_hand - i.committed - i.safety_stock <= 0
                   or i.on_hand - i.committed - i.safety_stock <= (
                     select sum(r.quantity) from reservations r
                     where r.tenant_id = p_tenant and r.item_id = i.id and r.status = 'open'
                       and r.expires_at > p_now))))) as available
      from product_variants v
      where v.tenant_id = p_tenant and v.product_id = any (p_ids) and v.deleted_at is null
      group by v.product_id
    )
    select string_agg(format(
        '{"id":"%s","slug":%s,"title":%s,"vendor":%s,"price":%s,"price_max":%s,'
        '"compare_at_price":%s,"available":%s,"variant_id":%s,"image":%s,"second_image":%s,'
        '"rating":%s}',
        p.id, json_text(p.slug), json_text(p.title), json_text(p.vendor),
        json_money(p.price_min, p_currency), json_money(p.price_max, p_currency),
        json_money(case when v.compare_at > p.price_min then v.compare_at end, p_currency),
        coalesce(v.available, false)::text,
        json_text(case when v.count = 1 and v.available then v.any_id::text end),
        coalesce(m.images[1], 'null'), coalesce(m.images[2], 'null'),
        rating_text(t.ones, t.twos, t.threes, t.fours, t.fives)
      ), ',' order by wanted.place)
    from unnest(p_ids) with ordinality as wanted (id, place)
    join products p on p.tenant_id = p_tenant and p.id = wanted.id
    left join v on v.product_id = wanted.id
    left join review_totals t on t.tenant_id = p_tenant and t.product_id = wanted.id
    cross join lateral (
      select array(
        select image_text(m, p_media) from media m
        where m.tenant_id = p_tenant and m.product_id = p.id
        order by m.position, m.id
        limit 2
      ) as images
      -- Else the planner writes the query in place of each `images`, and every product's pictures
      -- are read twice.
      offset 0
    ) m);
end
$$;
revoke all on function product_card_texts(uuid, timestamptz, text, text, uuid[]) from public;
grant execute on function product_card_texts(uuid, timestamptz, text, text, uuid[])
  to commerce_app;
