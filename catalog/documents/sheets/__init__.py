"""Workbooks: each sheet is one table of the cells that hold something, every value as its number format shows it."""
