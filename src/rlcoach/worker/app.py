"""`celery -A rlcoach.worker.app`: the application as the environment says."""

from __future__ import annotations

from rlcoach.core.settings import load_settings
from rlcoach.worker.application import create_application

app = create_application(load_settings())
