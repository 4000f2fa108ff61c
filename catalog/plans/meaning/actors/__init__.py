"""Who is named in a cell, who leads, who supports."""
