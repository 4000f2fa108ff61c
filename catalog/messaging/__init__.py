"""Messages as data: inbox and outbox, limits of channels, links, who can be reached."""
