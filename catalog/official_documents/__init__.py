"""What an official document says of itself, and what that proves: kind, number, day, subject, issuer, signer, draft.

Everything here starts from the text of a document (`catalog.documents` reads the file) and knows no file format.
"""
