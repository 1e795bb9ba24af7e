"""Moments of real replays, judged from a drawing by somebody who does not see the answer."""
