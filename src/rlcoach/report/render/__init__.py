"""A report as JSON, Markdown or a terminal table. Names from replays are untrusted throughout."""
