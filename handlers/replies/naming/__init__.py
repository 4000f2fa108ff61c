"""Which tasks a message speaks of: how they are named, numbered, headed, and told from other numbers and names."""
