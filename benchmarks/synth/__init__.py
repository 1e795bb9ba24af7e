"""Simulated matches beside real ones: how they are played, and how fast they are made."""
