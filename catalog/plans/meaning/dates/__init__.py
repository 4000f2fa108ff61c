"""What a deadline cell says."""
