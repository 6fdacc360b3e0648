-- For each word: whether a document has a word that begins with it, and the words that may be what
-- was meant, where p_slips are forgiven: so many letters more or fewer, and few other letters
-- (see search.distance). [[known, [word, …]], …] in the order of p_words.
create or replace function search_near(
  p_tenant uuid, p_store uuid, p_words text[], p_letters integer[], p_slips integer[],
  p_most integer
) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return (
    select coalesce(json_agg(json_build_array(
        exists (
          select from search_words w
          where w.tenant_id = p_tenant and w.store_id = p_store
            and w.word >= asked.word collate "C" and w.word < (asked.word || chr(1114111)) collate "C"),
        case when asked.slips = 0 then '[]'::json else coalesce((
          select json_agg(near.word) from (
            select w.word from search_words w
            where w.tenant_id = p_tenant and w.store_id = p_store
              and w.length between char_length(asked.word) - asked.slips
                               and char_length(asked.word) + asked.slips
              and bit_count((w.letters # asked.letters)::bit(32)) <= 2 * asked.slips
            limit p_most) near), '[]') end
      ) order by asked.place), '[]')::text
    from unnest(p_words, p_letters, p_slips) with ordinality as asked (word, letters, slips, place));
end
$$;
revoke all on function search_near(uuid, uuid, text[], integer[], integer[], integer) from public;
grant execute on function search_near(uuid, uuid, text[], integer[], integer[], integer)
  to commerce_app;
