"""From a Python function and the kinds of its arguments to the IR: source, subset check, names, lowering."""
