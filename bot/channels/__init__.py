"""What every channel shares at the start, and a folder for each platform."""
