"""How many calls and tokens a tenant may send, over all processes together."""
