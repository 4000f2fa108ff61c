"""Commands about the office's work: plans, agencies, people, figures, reminders."""
