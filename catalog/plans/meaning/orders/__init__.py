"""Work that is told in the text: labelled lines, sentences, a programme's list."""
