"""What is true of a function in the IR: activity, shapes."""
