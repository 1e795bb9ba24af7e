"""Accuracy on scripted files, whose truth is known."""
