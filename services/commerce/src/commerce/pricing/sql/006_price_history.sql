-- What shoppers were shown, written as it changes, whoever changes it (rules, section 9): rows of
-- price_history in the store's own currency. Other currencies are written by `pricing.history`,
-- because only Python knows how they are rounded.
create or replace function keep_price_shown() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'products' then
    -- It is shown from now on; what it was last shown at counts no second time.
    insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
    select v.tenant_id, gen_random_uuid(), v.store_id, v.id, s.currency, v.price, new.updated_at
    from product_variants v
    join stores s on s.tenant_id = v.tenant_id and s.id = v.store_id
    where v.tenant_id = new.tenant_id and v.product_id = new.id and v.deleted_at is null
      and v.price is distinct from (
        select h.price from price_history h
        where h.tenant_id = v.tenant_id and h.variant_id = v.id and h.currency = s.currency
        order by h.at desc, h.id desc limit 1);
  elsif tg_op = 'INSERT' then
    -- Each new variant looks its product up. Joined, the planner would take all of the store's
    -- products for one row and go through the new variants for each of them.
    insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
    select v.tenant_id, gen_random_uuid(), v.store_id, v.id, shown.currency, v.price, v.updated_at
    from fresh v
    cross join lateral (
      select s.currency from stores s
      where s.tenant_id = v.tenant_id and s.id = v.store_id
        and (select p.status from products p
             where p.tenant_id = v.tenant_id and p.id = v.product_id) = 'active'
      offset 0
    ) shown;
  else
    insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
    select new.tenant_id, gen_random_uuid(), new.store_id, new.id, s.currency, new.price,
           new.updated_at
    from products p
    join stores s on s.tenant_id = p.tenant_id and s.id = p.store_id
    where p.tenant_id = new.tenant_id and p.id = new.product_id and p.status = 'active';
  end if;
  return null;
end
$$;
revoke all on function keep_price_shown() from public;
grant execute on function keep_price_shown() to commerce_app;

do $$
begin
  if not exists (select 1 from pg_trigger
                 where tgrelid = 'product_variants'::regclass and tgname = 'price_inserted') then
    create trigger price_inserted after insert on product_variants
      referencing new table as fresh
      for each statement execute function keep_price_shown();
    create trigger price_updated after update of price on product_variants
      for each row when (old.price <> new.price) execute function keep_price_shown();
    create trigger price_published after update of status on products
      for each row when (new.status = 'active' and old.status <> 'active')
      execute function keep_price_shown();
  end if;
end
$$;
