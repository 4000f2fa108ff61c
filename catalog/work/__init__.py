"""Assignments and all that happens to one: updates, evidence, blockers, extensions, indicators, duties."""
