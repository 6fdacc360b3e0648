-- The search itself: the one function that reads search_documents past row-level security, because
-- under it the index on `document` is not used (`@@` is not leakproof). It takes tenant and store
-- from the transaction's settings alone, refuses without them, and names both in every statement.
-- Owned by the role that owns the table and nothing else; callers get ids and counts, and read the
-- products themselves under row-level security.
grant usage, create on schema commerce to commerce_searcher;
set local role commerce_searcher;

-- Whether one of a product's variants has a value of every option that is asked for ([[term, …], …])
-- and can be bought (null: whether or not).
create or replace function search_variant_fits(
  p_variants text[], p_options jsonb, p_available boolean
) returns boolean
language plpgsql immutable parallel safe as $$
declare
  v_variant text;
  v_option jsonb;
  v_term text;
  v_fits boolean;
begin
  foreach v_variant in array p_variants loop
    if p_available and not starts_with(v_variant, '+') then
      continue;
    end if;
    v_fits := true;
    for v_option in select jsonb_array_elements(p_options) loop
      v_fits := false;
      for v_term in select jsonb_array_elements_text(v_option) loop
        if strpos(v_variant, v_term) > 0 then
          v_fits := true;
          exit;
        end if;
      end loop;
      exit when not v_fits;
    end loop;
    if v_fits then
      return true;
    end if;
  end loop;
  return false;
end
$$;

-- The conditions that are no words: prices (a product's range touches the asked one), and whether
-- it, or where p_variant says so one and the same variant of what is asked for, can be bought.
create or replace function search_fits(
  r_min bigint, r_max bigint, r_available boolean, r_variants text[],
  p_min bigint, p_max bigint, p_available boolean, p_variant boolean, p_terms jsonb
) returns boolean
language sql immutable parallel safe as $$
  select (p_min is null or r_max >= p_min) and (p_max is null or r_min <= p_max)
    and case
      when not p_variant then p_available is null or r_available = p_available
      when p_available is null then search_variant_fits(r_variants, p_terms, null)
      when p_available then r_available and search_variant_fits(r_variants, p_terms, true)
      else search_variant_fits(r_variants, p_terms, null)
        and not search_variant_fits(r_variants, p_terms, true)
    end
$$;

-- The conditions that stand in the index, as one tsquery; that of the facet p_but is left out.
create or replace function search_conditions(
  p_names text[], p_filters text[], p_options jsonb, p_but text
) returns tsquery
language plpgsql immutable parallel safe as $$
declare
  v_result tsquery := ''::tsquery;
  v_option jsonb;
begin
  for n in 1 .. cardinality(p_names) loop
    if p_names[n] <> p_but then
      v_result := v_result && p_filters[n]::tsquery;
    end if;
  end loop;
  for v_option in select jsonb_array_elements(p_options) loop
    if 'option.' || (v_option ->> 'name') <> p_but then
      v_result := v_result && (v_option ->> 'query')::tsquery;
    end if;
  end loop;
  return v_result;
end
$$;

-- The terms of options, as search_variant_fits wants them; those of the option p_but are left out.
create or replace function search_terms(p_options jsonb, p_but text) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_agg(o -> 'terms'), '[]') from jsonb_array_elements(p_options) o
  where 'option.' || (o ->> 'name') <> p_but
$$;

-- Whether the options and the availability must be asked of the variants: else documents tell.
create or replace function search_asks_variants(p_terms jsonb, p_available boolean) returns boolean
language sql immutable parallel safe as $$
  select jsonb_array_length(p_terms) > 1
    or (jsonb_array_length(p_terms) = 1 and p_available is not null)
$$;

-- The step of about five price ranges between two amounts: 1, 2 or 5 and noughts; null for one price.
create or replace function search_price_step(p_low bigint, p_high bigint) returns bigint
language sql immutable parallel safe as $$
  select case when p_high > p_low then (
    select (power * case when raw <= power then 1 when raw <= 2 * power then 2
                         when raw <= 5 * power then 5 else 10 end)::bigint
    from (select greatest(ceil((p_high - p_low) / 5.0), 1) as raw) a,
         lateral (select 10 ^ floor(log(raw)) as power) b) end
$$;

-- Counts of one facet (p_name), or of all that have no condition ('') among p_taken, over the first
-- p_cap + 1 hits of a query. Conditions: those of the other facets.
create or replace function search_counts(
  p_tenant uuid, p_store uuid, p_query tsquery, p_name text, p_taken text[], p_min bigint,
  p_max bigint, p_available boolean, p_terms jsonb, p_cap integer
) returns jsonb
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
declare
  v_variant constant boolean := search_asks_variants(p_terms, p_available);
  -- A value of an option counts where a variant has it that fits all other conditions.
  v_detail constant boolean := jsonb_array_length(p_terms) > 0 or p_available is not null;
  v_option constant text :=
    case when p_name like 'option.%' then substr(p_name, 8) end;
  v_letters constant text[] := array(
    select letter
    from (values ('category', 'c'), ('vendor', 'v'), ('tag', 'g')) known (name, letter)
    where name = p_name or (p_name = '' and name <> all (p_taken))
    union all select 'o' where p_name = '' or p_name like 'option.%');
  v_prices constant boolean := p_name = 'price' or (p_name = '' and 'price' <> all (p_taken));
  v_stock constant boolean :=
    p_name = 'available' or (p_name = '' and 'available' <> all (p_taken));
  v_result jsonb;
begin
  with hits as materialized (
    select d.product_id, d.facets, d.variants, d.price_min, d.price_max, d.available
    from search_documents d
    where d.tenant_id = p_tenant and d.store_id = p_store and d.document @@ p_query
      and search_fits(d.price_min, d.price_max, d.available, d.variants,
                      p_min, p_max, p_available, v_variant, p_terms)
    limit p_cap + 1
  ), valued as (
    select value, count(*) as count
    from hits cross join unnest(hits.facets) as value
    where left(value, 1) = any (v_letters) and not (v_detail and left(value, 1) = 'o')
    group by value
    union all
    select 'o' || part, count(distinct hits.product_id)
    from hits cross join unnest(hits.variants) as variant
    cross join unnest(string_to_array(variant, e'\x1f')) as part
    where v_detail and 'o' = any (v_letters) and strpos(part, e'\x1e') > 0
      and search_variant_fits(array[variant], p_terms, nullif(p_available, false))
    group by part
  ), named as (
    select value, count,
           left(value, 1) || case when left(value, 1) = 'o'
             then split_part(substr(value, 2), e'\x1e', 1) else '' end as facet
    from valued
  ), ranked as (
    select value, count, row_number() over (partition by facet order by count desc, value) as place
    from named
    where left(value, 1) <> 'o' or v_option = substr(facet, 2)
      or (v_option is null and 'option.' || substr(facet, 2) <> all (p_taken))
  ), price as (
    select min(price_min) as low, max(price_max) as high,
           search_price_step(min(price_min), max(price_max)) as step
    from hits where v_prices
  )
  select jsonb_build_object(
    'total', (select count(*) from hits),
    'counts', coalesce((
      select jsonb_agg(jsonb_build_array(value, count)) from ranked where place <= 200), '[]'),
    'price', (
      select jsonb_build_array(low, high, step) from price where low is not null),
    'prices', (
      select jsonb_agg(jsonb_build_array(place, count) order by place) from (
        select place, count(*) as count
        from price cross join hits
        cross join generate_series(hits.price_min / step, hits.price_max / step) as place
        where step is not null group by place) counted),
    'available', case when v_stock then (
      select count(*) from hits
      where hits.available and (jsonb_array_length(p_terms) = 0
        or search_variant_fits(hits.variants, p_terms, true))) end)
  into v_result;
  return v_result;
end
$$;

-- p_tiers: tsqueries, best first; the last one is the widest and says what is found at all. Without
-- any, everything is. p_names, p_filters: conditions by the name of their facet, as tsqueries.
-- p_options: [{"name": …, "terms": […]}], one variant must have one of the terms of each.
-- p_sort: relevance | newest | title | price | -price. p_cap: nothing is counted beyond it.
-- p_counted: whether the total is wanted, p_facets: whether the counts are.
--
-- {"ids": […], "total": n, "counts": [[letter and value, n], …], "price": [min, max, step],
--  "prices": [[place, n], …], "available": n, "totals": {facet: n}}; a facet's own condition is left
-- out of its counts, and `totals` has the hits without it.
create or replace function search_hits(
  p_tiers text[], p_names text[], p_filters text[], p_min bigint, p_max bigint,
  p_available boolean, p_options jsonb, p_sort text, p_limit integer, p_offset integer,
  p_cap integer, p_counted boolean, p_facets boolean
) returns jsonb
language plpgsql stable security definer
set search_path = commerce, pg_temp
-- The general plan is the one that is wanted: the index on `document`, whatever is asked.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_tenant constant uuid := app_tenant();
  v_store constant uuid := app_store();
  v_asked tsquery;
  v_conditions tsquery;
  v_tier tsquery;
  v_query tsquery;
  v_terms constant jsonb := search_terms(p_options, '');
  v_variant constant boolean := search_asks_variants(search_terms(p_options, ''), p_available);
  v_taken constant text[] := p_names
    || array(select 'option.' || (o ->> 'name') from jsonb_array_elements(p_options) o)
    || case when p_min is null and p_max is null then '{}'::text[] else array['price'] end
    || case when p_available is null then '{}'::text[] else array['available'] end;
  v_wanted constant bigint := p_offset::bigint + p_limit;
  v_ids uuid[] := '{}';
  v_total integer;
  v_counts jsonb := '[]';
  v_totals jsonb := '{}';
  v_more jsonb;
  v_price jsonb;
  v_prices jsonb;
  v_stock integer;
  v_name text;
begin
  if v_tenant is null or v_store is null then
    raise exception 'a search needs a tenant and a store' using errcode = 'insufficient_privilege';
  end if;
  v_asked := case when cardinality(p_tiers) > 0 then p_tiers[cardinality(p_tiers)]::tsquery
    else ('''' || right(replace(v_store::text, '-', ''), 10) || 'a:''')::tsquery end;
  v_conditions := search_conditions(p_names, p_filters, p_options, '');

  if p_sort = 'relevance' and cardinality(p_tiers) > 0 then
    foreach v_tier in array p_tiers::tsquery[] loop
      v_query := v_tier && v_conditions;
      v_ids := v_ids || array(
        select d.product_id from search_documents d
        where d.tenant_id = v_tenant and d.store_id = v_store and d.document @@ v_query
          and search_fits(d.price_min, d.price_max, d.available, d.variants,
                          p_min, p_max, p_available, v_variant, v_terms)
          and d.product_id not in (select unnest(v_ids))
        order by d.available desc, d.published_at desc nulls last, d.product_id desc
        limit v_wanted - cardinality(v_ids));
      exit when cardinality(v_ids) >= v_wanted;
    end loop;
    v_ids := v_ids[p_offset + 1 :];
  else
    v_query := v_asked && v_conditions;
    v_ids := array(
      select d.product_id from search_documents d
      where d.tenant_id = v_tenant and d.store_id = v_store and d.document @@ v_query
        and search_fits(d.price_min, d.price_max, d.available, d.variants,
                        p_min, p_max, p_available, v_variant, v_terms)
      order by
        case p_sort when 'price' then d.price_min when '-price' then -d.price_min end,
        case when p_sort = 'title' then d.sort_title end,
        d.published_at desc nulls last, d.product_id desc
      limit p_limit offset p_offset);
  end if;

  if p_facets then
    -- First everything that has no condition of its own, then each facet that has one.
    foreach v_name in array ''::text || v_taken loop
      v_more := search_counts(
        v_tenant, v_store, v_asked && search_conditions(p_names, p_filters, p_options, v_name),
        v_name, v_taken,
        case when v_name <> 'price' then p_min end, case when v_name <> 'price' then p_max end,
        case when v_name <> 'available' then p_available end,
        search_terms(p_options, v_name), p_cap);
      v_counts := v_counts || (v_more -> 'counts');
      v_totals := v_totals || jsonb_build_object(v_name, v_more -> 'total');
      v_price := coalesce(v_price, nullif(v_more -> 'price', 'null'));
      v_prices := coalesce(v_prices, nullif(v_more -> 'prices', 'null'));
      v_stock := coalesce(v_stock, (v_more ->> 'available')::integer);
    end loop;
    v_total := (v_totals ->> '')::integer;
  elsif p_counted then
    v_query := v_asked && v_conditions;
    select count(*) into v_total from (
      select from search_documents d
      where d.tenant_id = v_tenant and d.store_id = v_store and d.document @@ v_query
        and search_fits(d.price_min, d.price_max, d.available, d.variants,
                        p_min, p_max, p_available, v_variant, v_terms)
      limit p_cap + 1) hit;
  end if;
  return jsonb_build_object(
    'ids', to_jsonb(v_ids), 'total', v_total, 'counts', v_counts, 'price', v_price,
    'prices', v_prices, 'available', v_stock, 'totals', v_totals);
end
$$;

revoke all on function search_variant_fits(text[], jsonb, boolean) from public;
revoke all on function search_fits(
  bigint, bigint, boolean, text[], bigint, bigint, boolean, boolean, jsonb) from public;
revoke all on function search_conditions(text[], text[], jsonb, text) from public;
revoke all on function search_terms(jsonb, text) from public;
revoke all on function search_asks_variants(jsonb, boolean) from public;
revoke all on function search_price_step(bigint, bigint) from public;
revoke all on function search_counts(
  uuid, uuid, tsquery, text, text[], bigint, bigint, boolean, jsonb, integer) from public;
revoke all on function search_hits(
  text[], text[], text[], bigint, bigint, boolean, jsonb, text, integer, integer, integer, boolean,
  boolean) from public;
grant execute on function search_hits(
  text[], text[], text[], bigint, bigint, boolean, jsonb, text, integer, integer, integer, boolean,
  boolean) to commerce_app;
reset role;
revoke create on schema commerce from commerce_searcher;
