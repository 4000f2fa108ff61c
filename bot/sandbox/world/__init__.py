"""What exists in the sandbox: people, chats, messages, files, and the faults that were ordered."""
