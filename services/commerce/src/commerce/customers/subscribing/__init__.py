"""Where an address stands with a store's news: the consent ledger, summed up to one row."""
