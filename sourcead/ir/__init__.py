"""The intermediate representation: kinds, nodes, primitives, builder, traversals, verifier, printer."""
