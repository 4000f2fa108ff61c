"""dondoc plan: what goes into the catalog, what is asked on the way, and what stands there."""
