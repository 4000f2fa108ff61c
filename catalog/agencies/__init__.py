"""Who there is: the registry of agencies and the matching of typed names."""
