"""The two derivative transforms, Function -> Function, and what they share."""
