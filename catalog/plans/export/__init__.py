"""A stored plan as JSON and as a workbook."""
