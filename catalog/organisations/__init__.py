"""Whose deployment this is: the organisation, what is known of it in advance, and the laying out of its units."""
