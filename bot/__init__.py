"""Edges and assembly: command line, settings, composition root, one file a channel, the sandbox."""
