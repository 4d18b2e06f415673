"""What the core needs from the world: one Protocol a file, its docstring the promise.

The proof of each promise is `cvparser.testing.conformance.<same name>`.

Life, of every port: an adapter that holds something open, such as connections or a model in memory, is an asynchronous
context manager as well. Who made it enters it before its first call and leaves it after the last, in the event loop in
which it is called: that is cvparser for an adapter that settings choose, and the program for one that it passes in.
Leaving takes seconds at most. One that holds nothing open has the port's methods alone, and is used as it is.
"""
