"""The game's physics in plain Python: a ball, cars, the field, and recordings of all of it."""
