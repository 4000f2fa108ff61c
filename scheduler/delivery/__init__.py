"""How a message leaves: window, pace, retry, other channels."""
