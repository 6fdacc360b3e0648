"""The two interfaces over HTTP: `routes(door)` for Starlette; bytes in, bytes or events out."""
