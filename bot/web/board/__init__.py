"""The table on the web: who is signed in, the rows and what can be done with them."""
