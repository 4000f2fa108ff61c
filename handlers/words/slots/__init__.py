"""The slots of an intent, from what a line names: only what was said, never a guess. Start at `reading.slot`."""
