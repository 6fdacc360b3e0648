-- Products as cards of a grid (ProductCardOut), in the order of p_ids; unknown ids are left out.
-- For the public_* functions below, which have set the tenant. Available (rules, section 3) is
-- on_hand - committed - open reservations that have not expired by p_now - safety_stock; what is
-- untracked or may be backordered is always available.
create or replace function product_cards(
  p_tenant uuid, p_now timestamptz, p_media text, p_currency text, p_ids uuid[]
) returns json
language plpgsql stable as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
        'id', p.id, 'slug', p.slug, 'title', p.title, 'vendor', p.vendor,
        'price', json_build_object('amount', p.price_min, 'currency', p_currency),
        'price_max', json_build_object('amount', p.price_max, 'currency', p_currency),
        'compare_at_price', case when v.compare_at > p.price_min then
          json_build_object('amount', v.compare_at, 'currency', p_currency) end,
        'available', coalesce(v.available, false),
        'variant_id', case when v.count = 1 and v.available then v.first_id end,
        'image', m.images -> 0,
        'second_image', m.images -> 1
      ) order by wanted.place), '[]'::json)
    from unnest(p_ids) with ordinality as wanted (id, place)
    join products p on p.tenant_id = p_tenant and p.id = wanted.id
    left join lateral (
      select count(*) as count,
             (array_agg(v.id))[1] as first_id,
             (array_agg(v.compare_at_price order by v.price, v.position))[1] as compare_at,
             bool_or(i.id is null or not i.tracked or i.policy = 'backorder'
               or (i.on_hand - i.committed - i.safety_stock > 0
                 and i.on_hand - i.committed - i.safety_stock > coalesce((
                   select sum(r.quantity) from reservations r
                   where r.tenant_id = p_tenant and r.item_id = i.id and r.status = 'open'
                     and r.expires_at > p_now), 0))) as available
      from product_variants v
      left join inventory_items i
        on i.tenant_id = p_tenant and i.product_id = p.id and i.variant_id = v.id
      where v.tenant_id = p_tenant and v.product_id = p.id and v.deleted_at is null
    ) v on true
    left join lateral (
      select json_agg(picture.image order by picture.position, picture.id) as images
      from (
        select m.position, m.id, image_json(m, p_media) as image
        from media m
        where m.tenant_id = p_tenant and m.product_id = p.id
        order by m.position, m.id
        limit 2
      ) picture
    ) m on true);
end
$$;
revoke all on function product_cards(uuid, timestamptz, text, text, uuid[]) from public;
grant execute on function product_cards(uuid, timestamptz, text, text, uuid[]) to commerce_app;
