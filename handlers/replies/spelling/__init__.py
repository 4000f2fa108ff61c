"""A message brought into the one form the rules speak about."""
