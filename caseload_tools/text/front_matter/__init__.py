"""Front matter: a strict reader of YAML that knows the line and column of everything it read."""
