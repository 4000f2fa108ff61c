"""What was ordered: reading, storing and exporting official plans."""
