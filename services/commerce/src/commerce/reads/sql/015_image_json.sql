-- A stored picture as the text of an ImageOut. Its sizes are kept as [{"key": …, "width": …}],
-- smallest first; keys become addresses by putting the storage's public base before them. The quotes
-- of '"key": "' cannot come from a value: inside a JSON string they are escaped.
create or replace function image_text(m media, p_media text) returns text
language sql stable as $$
  select format('{"id":"%s","alt":%s,"width":%s,"height":%s,"url":%s,"sizes":%s}',
    m.id, to_json(m.alt), m.width, m.height,
    to_json(p_media || coalesce(m.sizes -> -1 ->> 'key', m.original_key)),
    replace(m.sizes::text, '"key": "', '"url": "' || p_media))
$$;
revoke all on function image_text(media, text) from public;
grant execute on function image_text(media, text) to commerce_app;

-- The same as json, to be put into json.
create or replace function image_json(m media, p_media text) returns json
language sql stable as $$
  select image_text(m, p_media)::json
$$;
revoke all on function image_json(media, text) from public;
grant execute on function image_json(media, text) to commerce_app;
