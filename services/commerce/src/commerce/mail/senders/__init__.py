"""In whose name a store's mails leave."""
