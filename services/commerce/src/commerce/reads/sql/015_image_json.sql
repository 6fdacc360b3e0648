-- A stored picture as ImageOut. Its sizes are kept as [{"key": …, "width": …}], smallest first;
-- keys become addresses by putting the storage's public base before them. The quotes of '"key": "'
-- cannot come from a value: inside a JSON string they are escaped.
create or replace function image_json(m media, p_media text) returns json
language sql stable as $$
  select json_build_object(
    'id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
    'url', p_media || coalesce(m.sizes -> -1 ->> 'key', m.original_key),
    'sizes', replace(m.sizes::text, '"key": "', '"url": "' || p_media)::json)
$$;
revoke all on function image_json(media, text) from public;
grant execute on function image_json(media, text) to commerce_app;
