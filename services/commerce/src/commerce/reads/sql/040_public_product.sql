-- Who answers for a product (ContactOut); null where nobody is named.
create or replace function safety_contact(p_contact jsonb) returns json
language sql stable as $$
  select case when p_contact is null then null else json_build_object(
    'name', p_contact ->> 'name', 'address', p_contact ->> 'address',
    'email', p_contact ->> 'email') end
$$;
revoke all on function safety_contact(jsonb) from public;
grant execute on function safety_contact(jsonb) to commerce_app;

-- A product page's data as a whole reply. Null for an unknown or unpublished slug; `>` and the
-- present slug for one the product had before. Otherwise the first line lists the ids of the
-- products it was made from (itself and the related ones), the rest is the reply. `left` of a variant
-- is told when it is 5 or fewer. The ids end in `;` where the store shows prior prices and a variant
-- is reduced: then `pricing.prior` fills `prior_price` in.
create or replace function public_product(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_currency text, p_slug text
) returns text
language plpgsql volatile
-- Every row is found by key: one plan serves all. Else the cards of four products are planned anew
-- at each call, which costs more than all the rest.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_product products%rowtype;
  v_moved text;
  v_category uuid;
  v_related uuid[];
  v_option_names text[];
  v_options text;
  v_categories text;
  v_breadcrumb text;
  v_category_above uuid;
  v_variants text;
  v_reduced boolean;
  v_images text;
  v_rating text;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  -- A range and its order, where equality would do: under row-level security the planner expects
  -- one row of any index that begins with the store, and may take one that reads the whole store.
  -- Only the slug's own index gives this order.
  select * into v_product from products p
  where p.tenant_id = p_tenant and p.store_id = p_store and p.slug between p_slug and p_slug
    and p.status = 'active'
  order by p.slug limit 1;  -- lint-skip: raw-text-order - one slug at most, and the order of its index
  if not found then
    select '>' || p.slug into v_moved
    from slug_redirects s
    join products p on p.tenant_id = p_tenant and p.id = s.target_id and p.status = 'active'
    where s.tenant_id = p_tenant and s.store_id = p_store and s.kind = 'product'
      and s.slug = p_slug
      and not exists (
        select 1 from products live
        where live.tenant_id = p_tenant and live.store_id = p_store and live.slug = p_slug);
    return v_moved;
  end if;

  select array_agg(o.name order by o.position),
         string_agg(format('{"name":%s,"values":%s}', to_json(o.name), to_json(o.values)), ','
                    order by o.position)
  into v_option_names, v_options
  from product_options o
  where o.tenant_id = p_tenant and o.product_id = v_product.id;

  select (array_agg(c.id order by pc.position))[1],
         (array_agg(c.parent_id order by pc.position))[1],
         (array_agg(c.link order by pc.position))[1],
         string_agg(c.link, ',' order by pc.position)
  into v_category, v_category_above, v_breadcrumb, v_categories
  from product_categories pc
  cross join lateral (
    select one.id, one.parent_id,
           format('{"name":%s,"slug":%s}', to_json(one.name), to_json(one.slug)) as link
    from categories one
    where one.tenant_id = p_tenant and one.id between pc.category_id and pc.category_id
    order by one.id limit 1) c
  where pc.tenant_id = p_tenant and pc.product_id = v_product.id;
  -- From the primary category up to the root of the tree. By range and order, as above; the tree has
  -- six levels.
  for n in 1 .. 10 loop
    exit when v_category_above is null;
    select format('{"name":%s,"slug":%s}', to_json(c.name), to_json(c.slug)) || ',' || v_breadcrumb,
           c.parent_id
    into v_breadcrumb, v_category_above
    from categories c
    where c.tenant_id = p_tenant and c.id between v_category_above and v_category_above
    order by c.id limit 1;
  end loop;
  v_related := related_products(p_tenant, p_store, v_product.id, v_category);

  -- A variant's stock is looked up by its own key: by the product's, each of a hundred variants would
  -- read all hundred. `offset 0` keeps what is free from being looked up anew wherever it is named.
  select string_agg(format(
      '{"id":"%s","title":%s,"options":%s,"sku":%s,"price":%s,"compare_at_price":%s,'
      '"prior_price":null,"available":%s,"left":%s}',
      v.id, json_text(v.title),
      coalesce(json_object(v_option_names, v.option_values)::text, '{}'), json_text(v.sku),
      json_money(v.price, p_currency),
      json_money(case when v.compare_at_price > v.price then v.compare_at_price end, p_currency),
      (stock.free is null or stock.free > 0)::text,
      coalesce(case when stock.free <= 5 then greatest(stock.free, 0) end::text, 'null')
    ), ',' order by v.position, v.id),
    bool_or(v.compare_at_price > v.price),
    (select string_agg(image_text(m, p_media), ',' order by m.position, m.id) from media m
     where m.tenant_id = p_tenant and m.product_id = v_product.id)
  into v_variants, v_reduced, v_images
  from product_variants v
  left join inventory_items i on i.tenant_id = p_tenant and i.variant_id = v.id
  cross join lateral (
    select case
      when i.kit then kit_units(p_tenant, v.id, p_now)
      when i.tracked and i.policy = 'deny' then
        i.on_hand - i.committed - i.safety_stock - coalesce((
          select sum(r.quantity) from reservations r
          where r.tenant_id = p_tenant and r.item_id = i.id and r.status = 'open'
            and r.expires_at > p_now), 0)
      end as free
    offset 0) stock
  where v.tenant_id = p_tenant and v.product_id = v_product.id and v.deleted_at is null;
  if v_reduced then
    select exists (
      select from pricing_settings s
      where s.tenant_id = p_tenant and s.store_id = p_store and s.omnibus) into v_reduced;
  end if;

  select rating_text(t.ones, t.twos, t.threes, t.fours, t.fives) into v_rating
  from review_totals t where t.tenant_id = p_tenant and t.product_id = v_product.id;

  return array_to_string(v_product.id || v_related, ',') || case when v_reduced then ';' else '' end
    || e'\n' || format(
    '{"data":{"id":"%s","slug":%s,"title":%s,"description":%s,"vendor":%s,"product_type":%s,'
    '"tags":%s,"images":[%s],"options":[%s],"variants":[%s],"categories":[%s],'
    '"breadcrumb":[%s],"is_gift_card":%s,"safety":%s,'
    '"seo":{"title":%s,"description":%s,"keywords":%s},"related":[%s],"rating":%s,'
    '"updated_at":"%s"},'
    '"error":null}',
    v_product.id, json_text(v_product.slug), json_text(v_product.title),
    json_text(v_product.description), json_text(v_product.vendor),
    json_text(v_product.product_type), to_json(v_product.tags),
    v_images,
    v_options,
    v_variants,
    v_categories, v_breadcrumb, v_product.is_gift_card::text,
    case when v_product.safety is null then 'null' else json_build_object(
      'manufacturer', safety_contact(v_product.safety -> 'manufacturer'),
      'responsible', safety_contact(v_product.safety -> 'responsible'),
      'warnings', v_product.safety ->> 'warnings')::text end,
    json_text(v_product.seo_title), json_text(v_product.seo_description),
    to_json(v_product.seo_keywords),
    product_card_texts(p_tenant, p_now, p_media, p_currency, v_related),
    coalesce(v_rating, 'null'),
    to_char(v_product.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
end
$$;
revoke all on function public_product(uuid, uuid, timestamptz, text, text, text) from public;
grant execute on function public_product(uuid, uuid, timestamptz, text, text, text)
  to commerce_app;
