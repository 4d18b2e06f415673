"""The use cases: the order in which things happen. The only code that calls ports. One file a use case."""
