"""Plans in the officer's chat: sent, asked about, corrected, linked."""
