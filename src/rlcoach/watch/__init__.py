"""Watches the game's replay folders and sends new games to a server, each of them once."""
