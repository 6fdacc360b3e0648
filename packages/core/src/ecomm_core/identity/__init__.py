"""Own users of a service, over HTTP: registering, signing in, one's own account. What is alike for
all of them; the rules are `ecomm_core.accounts`."""
