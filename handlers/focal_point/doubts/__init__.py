"""What one has to ask about words that were only half clear, and what had been said waits for the answer."""
