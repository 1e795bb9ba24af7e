"""Plays of several cars, arranged by places and times."""
