"""PostgreSQL: engine, transactions with a tenant scope, models, migrations."""
