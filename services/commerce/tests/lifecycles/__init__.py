"""Each domain's things from the first call to the last, over HTTP only.

A file says which tags of the OpenAPI document it walks (`TAGS`), its last test compares them with
what was answered 2xx while it ran, and `python -m tools.lifecycles` keeps files honest: each tag in
one file, no service, model or session in any of them. What is no call (the worker, the clock, the
mailbox, name servers) stands in `backstage.py`, reached through the room.
"""
