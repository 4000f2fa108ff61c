"""The official figures of a day, what warns beside them, and what a report says of both (DESIGN section 4)."""
