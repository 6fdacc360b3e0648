-- The ledger of money at payment providers, written as the sums of payments and disputes change,
-- whoever changes them: an entry moves an amount from one account (credit) to another (debit), so
-- debits and credits are equal by their shape.
create or replace function keep_payment_ledger() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'payments' then
    insert into payment_ledger (tenant_id, id, store_id, at, kind, debit, credit, amount, currency,
                                payment_id, dispute_id, test)
    select new.tenant_id, gen_random_uuid(), new.store_id, new.updated_at, m.kind, m.debit,
           m.credit, m.amount, new.currency, new.id, null, new.test
      from (values
        ('charge', 'provider', 'sales', new.captured - old.captured),
        ('charge_reversed', 'sales', 'provider', old.captured - new.captured),
        ('refund', 'refunds', 'provider', new.refunded - old.refunded),
        ('refund_returned', 'provider', 'refunds', old.refunded - new.refunded)
      ) as m (kind, debit, credit, amount)
     where m.amount > 0;
  else
    insert into payment_ledger (tenant_id, id, store_id, at, kind, debit, credit, amount, currency,
                                payment_id, dispute_id, test)
    select new.tenant_id, gen_random_uuid(), new.store_id, new.updated_at, m.kind, m.debit,
           m.credit, m.amount, m.currency, new.payment_id, new.id, new.test
      from (values
        ('dispute', 'disputes', 'provider', new.withdrawn - old.withdrawn, new.currency),
        ('dispute_return', 'provider', 'disputes', new.returned - old.returned, new.currency),
        ('dispute_fee', 'fees', 'provider', new.fee - old.fee, new.fee_currency),
        ('dispute_fee_return', 'provider', 'fees', old.fee - new.fee, new.fee_currency)
      ) as m (kind, debit, credit, amount, currency)
     where m.amount > 0;
  end if;
  return null;
end
$$;
revoke all on function keep_payment_ledger() from public;
grant execute on function keep_payment_ledger() to commerce_app;

do $$
begin
  if not exists (select 1 from pg_trigger
                 where tgrelid = 'payments'::regclass and tgname = 'payment_moved') then
    create trigger payment_moved after update of captured, refunded on payments
      for each row when (old.captured <> new.captured or old.refunded <> new.refunded)
      execute function keep_payment_ledger();
    create trigger dispute_moved after update of withdrawn, returned, fee on disputes
      for each row when (old.withdrawn <> new.withdrawn or old.returned <> new.returned
                         or old.fee <> new.fee)
      execute function keep_payment_ledger();
  end if;
end
$$;
