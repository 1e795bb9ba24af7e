"""Decisions: where players went, when they left, and what it led to; one kind of event a module."""
