"""Everything that knows the Zalo Bot Platform."""
