"""A very small product: the processes of the real one, around programs of a few lines."""
