"""The engine: `engine.analyze` turns bytes into a `Report`, `engine.sandbox` does it in a child.

Nothing is imported here, so that the parent of a sandbox does not pay for the engine; the public
names `analyze` and `read` are those of the package `rlcoach`.
"""
