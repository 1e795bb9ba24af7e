"""Acts by kind of event: some in which it happens, some that only look like it."""
