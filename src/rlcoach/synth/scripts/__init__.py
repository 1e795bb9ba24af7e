"""Play whose truth is known: acts somebody arranged, put together to files, and their labels."""
