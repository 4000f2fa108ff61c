"""Files that people sent, read beside the conversation: plans and evidence."""
