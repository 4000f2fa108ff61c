"""What a running bot does every so many seconds, loaded when it first does it."""
