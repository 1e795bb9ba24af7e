"""All tables. Importing this makes `Base.metadata` complete."""

from rlcoach.db.models.access import Actor, ApiToken, AuditEntry
from rlcoach.db.models.accounts import (
    AuthSession,
    OAuthAccount,
    RateLimit,
    SubscriptionStatus,
    Tier,
    User,
    VerificationToken,
)
from rlcoach.db.models.coach import CoachMessage, CoachNote, CoachSession, NoteSource, Role
from rlcoach.db.models.players import (
    PERCENTILES,
    Benchmark,
    DailyStats,
    Player,
    PlayerClaim,
    PlayerGameStats,
    StatKey,
)
from rlcoach.db.models.replays import (
    DiscardedObject,
    Ownership,
    PlaySession,
    RefusedSender,
    Replay,
    ReplayFile,
    StorageTier,
    UserReplay,
)
from rlcoach.db.models.uploads import Upload, UploadedReplay, UploadSource, UploadStatus

__all__ = [
    "PERCENTILES",
    "Actor",
    "ApiToken",
    "AuditEntry",
    "AuthSession",
    "Benchmark",
    "CoachMessage",
    "CoachNote",
    "CoachSession",
    "DailyStats",
    "DiscardedObject",
    "NoteSource",
    "OAuthAccount",
    "Ownership",
    "PlaySession",
    "Player",
    "PlayerClaim",
    "PlayerGameStats",
    "RateLimit",
    "RefusedSender",
    "Replay",
    "ReplayFile",
    "Role",
    "StatKey",
    "StorageTier",
    "SubscriptionStatus",
    "Tier",
    "Upload",
    "UploadSource",
    "UploadStatus",
    "UploadedReplay",
    "User",
    "UserReplay",
    "VerificationToken",
]
