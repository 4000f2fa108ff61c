"""Names as people type them: compared with the registry, corrected, asked about."""
