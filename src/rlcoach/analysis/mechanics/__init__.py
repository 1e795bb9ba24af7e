"""Mechanics: how somebody plays. One module per mechanic; see `base` for what they share."""
