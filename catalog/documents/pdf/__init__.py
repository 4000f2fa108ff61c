"""PDF files with letters: what is printed on each page, ruled and unruled tables and the lines between them."""
