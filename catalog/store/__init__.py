"""The database itself: one writer, reads, locks. Knows no business word."""
