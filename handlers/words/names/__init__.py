"""What a sentence names: tasks, plans, agencies, groups, days, documents; a file a kind, all of them in `all_named`."""
