"""The reply cache: bounded, dropped by tag, never storing what was read before a drop."""

from ecomm_core.cache import ReplyCache


async def test_a_dropped_tag_forgets_its_entries_and_no_others() -> None:
    cache = ReplyCache()
    cache.put("a", b"1", ["x", "y"], cache.mark())
    cache.put("b", b"2", ["y"], cache.mark())
    cache.drop(frozenset({"x"}))
    assert cache.get("a") is None
    found = cache.get("b")
    assert found is not None
    assert found.body == b"2"


async def test_what_was_read_before_a_drop_is_not_stored_after_it() -> None:
    cache = ReplyCache()
    mark = cache.mark()
    cache.drop(frozenset({"x"}))
    entry = cache.put("a", b"old", ["x"], mark)
    assert entry.body == b"old"
    assert cache.get("a") is None
    cache.put("a", b"new", ["x"], cache.mark())
    assert cache.get("a") is not None


async def test_a_lost_listener_forgets_everything_also_what_is_being_read() -> None:
    cache = ReplyCache()
    cache.put("a", b"1", ["x"], cache.mark())
    mark = cache.mark()
    cache.drop(frozenset({"*"}))
    assert cache.get("a") is None
    cache.put("b", b"2", ["y"], mark)
    assert cache.get("b") is None


async def test_entries_and_bytes_are_bounded() -> None:
    cache = ReplyCache(max_entries=10, max_bytes=800)
    for number in range(100):
        cache.put(str(number), b"x" * 50, ["t"], cache.mark())
    assert cache.get("99") is not None
    assert sum(cache.get(str(number)) is not None for number in range(100)) == 10
    cache.put("large", b"x" * 101, ["t"], cache.mark())
    assert cache.get("large") is None


async def test_the_etag_is_of_the_body() -> None:
    cache = ReplyCache()
    one = cache.put("a", b"1", [], cache.mark())
    two = cache.put("b", b"1", [], cache.mark())
    three = cache.put("c", b"2", [], cache.mark())
    assert one.etag == two.etag != three.etag
