"""Who someone is, which roles they hold, what they may do."""
