"""Reading the audit log: who did what, what it was before and what it is since."""
