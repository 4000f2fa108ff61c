"""What stands in a file, whatever program wrote it: paragraphs and tables in order, as a person sees them.

Everything here knows files and no plan, no agency and no date in words. Above it nothing knows a file format.
The door is `read`; what it gives is in `model`.
"""
