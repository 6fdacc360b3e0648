-- The published reviews of a product as the text of a RatingOut: the mean of 1 to 5 to two places and
-- how many; null without any.
create or replace function rating_text(
  p_ones integer, p_twos integer, p_threes integer, p_fours integer, p_fives integer
) returns text
language sql immutable as $$
  select case when p_ones + p_twos + p_threes + p_fours + p_fives > 0 then format(
    '{"average":%s,"count":%s}',
    trim_scale(round((p_ones + 2 * p_twos + 3 * p_threes + 4 * p_fours + 5 * p_fives)::numeric
                     / (p_ones + p_twos + p_threes + p_fours + p_fives), 2)),
    p_ones + p_twos + p_threes + p_fours + p_fives)
  else 'null' end
$$;
revoke all on function rating_text(integer, integer, integer, integer, integer) from public;
grant execute on function rating_text(integer, integer, integer, integer, integer)
  to commerce_app;
