"""What the head of a document says of itself: number, issuer, day, title, and what it amends."""
