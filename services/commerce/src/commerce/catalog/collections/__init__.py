"""Collections: products put together by hand or by rules."""
