"""Celery: configuration, one event loop per worker process, tasks with async bodies."""
