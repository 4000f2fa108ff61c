"""What a message means: incoming and reply types, the dispatch table, one file a conversation."""
