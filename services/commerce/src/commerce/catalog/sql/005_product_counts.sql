-- Keeps product_counts: how many products of a store are published. Counting 10,000 rows costs more
-- than reading the page of 24 they are counted for.
--
-- Deferred to the commit, so that the store's one counter row is locked for a moment only and after
-- everything else: two transactions that publish never wait for each other crosswise.
create or replace function keep_product_count() returns trigger
language plpgsql as $$
declare
  v_row products := coalesce(new, old);
  v_change integer :=
    case when tg_op <> 'DELETE' and new.status = 'active' then 1 else 0 end
    - case when tg_op <> 'INSERT' and old.status = 'active' then 1 else 0 end;
begin
  insert into product_counts as c (tenant_id, store_id, active)
  values (v_row.tenant_id, v_row.store_id, greatest(v_change, 0))
  on conflict (tenant_id, store_id) do update set active = c.active + v_change;
  return null;
end
$$;
revoke all on function keep_product_count() from public;
grant execute on function keep_product_count() to commerce_app;

do $$
begin
  if not exists (select 1 from pg_trigger
                 where tgrelid = 'products'::regclass and tgname = 'count_inserted') then
    create constraint trigger count_inserted after insert on products
      deferrable initially deferred for each row
      when (new.status = 'active') execute function keep_product_count();
    create constraint trigger count_updated after update of status on products
      deferrable initially deferred for each row
      when (old.status <> new.status and 'active' in (old.status, new.status))
      execute function keep_product_count();
    create constraint trigger count_deleted after delete on products
      deferrable initially deferred for each row
      when (old.status = 'active') execute function keep_product_count();
  end if;
end
$$;
