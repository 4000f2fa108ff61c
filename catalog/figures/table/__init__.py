"""Lead assignments as a table: filtered, looked for, in order, a page at a time."""
