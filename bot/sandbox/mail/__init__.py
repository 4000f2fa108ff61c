"""The sandbox's mail server: what a bot's account needs of one (SMTP in, IMAP out), out of one world."""
