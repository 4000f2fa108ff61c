"""Word files: the body as it is printed, with every revision accepted and automatic numbers written out."""
