"""Reports judged several at a time: what one message says of the whole list, read back, then done at one tap."""
