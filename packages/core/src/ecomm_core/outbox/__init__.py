"""Outbox: an event or a job is written in the caller's transaction and delivered afterwards."""
