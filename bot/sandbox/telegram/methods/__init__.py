"""The methods of the Bot API that the sandbox knows, one file a concern, and the table of them all."""
