"""How it sounds: chat messages, documents, pages and guides. Imports none of the other packages."""
