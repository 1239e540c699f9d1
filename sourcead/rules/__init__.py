"""The rules: every primitive with its derivative, one row each, by library."""
