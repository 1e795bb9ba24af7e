"""How a user's numbers change over his matches, days and weeks."""
