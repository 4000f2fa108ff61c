"""What every conversation stands on: the context, open questions, which task is meant, notices."""
