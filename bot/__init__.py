"""Edges and assembly: command line, settings, composition root, a folder a channel, the web application, the sandbox."""

__version__ = "0.1.0"
"""The same as in pyproject.toml and, for a release, in CHANGELOG.md."""
