"""What an operator does to a deployment: back up, copy, check, prove, trace, forget, days off."""
