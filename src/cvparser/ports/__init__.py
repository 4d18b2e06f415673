"""What the core needs from the world: one Protocol a file, its docstring the promise.

The proof of each promise is `cvparser.testing.conformance.<same name>`.
"""
