"""The one web application of `dondoc run`: upload page, webhooks, health, metrics, guides, links to files, the API."""
