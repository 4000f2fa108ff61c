"""The web chat page: what a visitor's browser sees and does."""
