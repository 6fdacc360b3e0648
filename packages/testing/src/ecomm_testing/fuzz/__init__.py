"""Fuzzing of a service's API by schemathesis: as every role, with ids that exist.

`serving` runs the application behind a real HTTP server, `seeds` puts rightful ids, tokens and
bodies into generated calls, `campaign` drives schemathesis and judges, `malformed` sends what no
generator makes because no client library would.
"""
