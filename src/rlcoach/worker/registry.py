"""Which job is done by what, and what the clock sends how often. Adding one is one line."""

from __future__ import annotations

from collections.abc import Mapping

from rlcoach.core.jobs import JobKind
from rlcoach.services.cold_storage.jobs import MOVE_EVERY_SECONDS, MOVE_TO_COLD
from rlcoach.services.discarded_objects.jobs import DELETE_DISCARDED, DELETE_EVERY_SECONDS
from rlcoach.services.matching.jobs import MATCH_ACCOUNTS, MATCH_ACCOUNTS_EVERY_SECONDS
from rlcoach.services.play_sessions.jobs import (
    FIND_OUTDATED_PLAY,
    FIND_PLAY_EVERY_SECONDS,
    REBUILD_PLAY,
)
from rlcoach.services.processing.jobs import PROCESS_UPLOAD, SWEEP_EVERY_SECONDS, SWEEP_UPLOADS
from rlcoach.services.reanalysis.jobs import FIND_EVERY_SECONDS, FIND_OUTDATED, REANALYSE
from rlcoach.worker.process import Handler
from rlcoach.worker.tasks.housekeeping import (
    run_delete_discarded,
    run_find_outdated,
    run_find_outdated_play,
    run_match_accounts,
    run_move_to_cold,
    run_rebuild_play,
    run_sweep_uploads,
)
from rlcoach.worker.tasks.replays import run_process_upload, run_reanalyse

HANDLERS: Mapping[JobKind, Handler] = {
    PROCESS_UPLOAD: run_process_upload,
    SWEEP_UPLOADS: run_sweep_uploads,
    REANALYSE: run_reanalyse,
    MATCH_ACCOUNTS: run_match_accounts,
    FIND_OUTDATED: run_find_outdated,
    REBUILD_PLAY: run_rebuild_play,
    FIND_OUTDATED_PLAY: run_find_outdated_play,
    DELETE_DISCARDED: run_delete_discarded,
    MOVE_TO_COLD: run_move_to_cold,
}

EVERY_SECONDS: Mapping[JobKind, int] = {
    SWEEP_UPLOADS: SWEEP_EVERY_SECONDS,
    MATCH_ACCOUNTS: MATCH_ACCOUNTS_EVERY_SECONDS,
    FIND_OUTDATED: FIND_EVERY_SECONDS,
    FIND_OUTDATED_PLAY: FIND_PLAY_EVERY_SECONDS,
    DELETE_DISCARDED: DELETE_EVERY_SECONDS,
    MOVE_TO_COLD: MOVE_EVERY_SECONDS,
}
