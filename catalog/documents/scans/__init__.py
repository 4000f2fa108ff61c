"""Scans and photos: a picture of a page becomes the same grid as any file, each cell with how sure the machine is."""
