"""Play made up by simulation: what happens in it is known exactly."""
