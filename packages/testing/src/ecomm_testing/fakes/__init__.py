"""Fakes of outside systems. Each is a real HTTP server on a loopback port, never a patched function."""
