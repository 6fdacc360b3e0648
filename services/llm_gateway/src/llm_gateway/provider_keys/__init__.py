"""Keys of model providers: sealed, written and never read back."""
