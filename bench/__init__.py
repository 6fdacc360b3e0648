"""Performance: what a request costs in CPU and statements. Report, not assertion."""
