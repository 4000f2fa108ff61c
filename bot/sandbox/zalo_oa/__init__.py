"""The Official Account of the sandbox: Zalo's OpenAPI and its signed webhook."""
