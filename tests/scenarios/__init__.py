"""Simulated scenes of which it is known what happened: the truth for mechanics nobody labelled."""
