"""A copy of the deployment at another place, made and proven by the bot itself."""
