"""When a deadline speaks: pure rules and the calendar."""
