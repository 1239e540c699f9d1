"""From the IR to Python: names, syntax tree, formatted text, compiled function; the listing; the operation count."""
