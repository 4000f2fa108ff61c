"""What the coordinating officer does."""
