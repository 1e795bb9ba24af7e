"""Trains the model of expected goals from replays, and measures how far it can be trusted."""
