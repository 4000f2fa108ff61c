"""Whether a running bot does its work: what must not end, what must keep turning, and who is told when it does not."""
