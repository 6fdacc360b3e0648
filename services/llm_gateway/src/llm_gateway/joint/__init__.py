"""Where both paths meet: the data path's ports, filled by keys, routes, prices and admission."""
