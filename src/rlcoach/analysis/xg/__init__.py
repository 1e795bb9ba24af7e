"""Expected goals: which touches are chances, and how likely each was to score."""
