"""A plan that was read becomes a stored one: which it is, what changes, what stays."""
