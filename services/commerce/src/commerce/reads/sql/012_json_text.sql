-- A text as JSON: its string, or null.
create or replace function json_text(p_value text) returns text
language sql stable as $$
  select coalesce(to_json(p_value)::text, 'null')
$$;
revoke all on function json_text(text) from public;
grant execute on function json_text(text) to commerce_app;

-- An amount in minor units as the JSON of a Money, or null.
create or replace function json_money(p_amount bigint, p_currency text) returns text
language sql stable as $$
  select case when p_amount is null then 'null'
              else format('{"amount":%s,"currency":"%s"}', p_amount, p_currency) end
$$;
revoke all on function json_money(bigint, text) from public;
grant execute on function json_money(bigint, text) to commerce_app;
