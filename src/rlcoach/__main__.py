"""`python -m rlcoach` is the command `rlcoach`."""

from rlcoach.cli.main import main

raise SystemExit(main())
