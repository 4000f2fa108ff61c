"""Printed rows and paragraphs become tasks."""
