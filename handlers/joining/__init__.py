"""Coming in, finding one's way, being forgotten."""
