"""A file becomes paragraphs and printed rows."""
