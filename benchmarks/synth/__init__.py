"""How fast matches are simulated and written."""
