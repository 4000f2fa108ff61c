"""Who is told what today, and the proof of it."""
