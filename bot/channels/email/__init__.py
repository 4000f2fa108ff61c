"""Everything that knows e-mail: how it is written, who may speak through it, what of it a person typed."""
