"""Which of a supplier's variants stand behind a variant that is sold."""
