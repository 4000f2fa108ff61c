"""Commands about the deployment itself: found, run, look after, move, prove it."""
