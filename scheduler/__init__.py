"""When to speak: calendar, ladder, sweep, digest, delivery and pacing."""
