"""Everything that knows the OpenAPI of a Zalo Official Account."""
