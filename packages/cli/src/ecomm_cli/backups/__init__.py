"""Backups of an installation: a base of the database, its WAL from then on, pictures, secrets.

    backups = Backups(folder)
    made = take(installation, backups, reason="manual")
    restore(installation, backups.latest(), target=None)

Only of embedded servers: a database of the operator's own has its own tools.
"""
