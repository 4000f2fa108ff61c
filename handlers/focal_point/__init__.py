"""What the focal point of an agency does, one file a thing."""
