"""The day units change: renamed, merged, split, removed - with their tasks, people and what is on its way to them."""
