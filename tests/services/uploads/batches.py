"""Files as a request brings them, for tests of what becomes of them."""

from hashlib import sha256
from pathlib import Path

from rlcoach.db.models import UploadSource, User
from rlcoach.services.uploads.incoming import ReceivedFile
from rlcoach.services.uploads.views import Uploader
from tests.builders.replay_files import small_replay


def received(folder: Path, *numbers: int) -> list[ReceivedFile]:
    """Files of a request; the same number has the same bytes."""
    return [received_file(folder, f"{number}.replay", small_replay(number)) for number in numbers]


def received_file(folder: Path, filename: str, content: bytes) -> ReceivedFile:
    """A file of a request."""
    path = folder / filename
    path.write_bytes(content)
    return ReceivedFile(filename, path, len(content), sha256(content).hexdigest())


def uploader(user: User) -> Uploader:
    """Who sends."""
    return Uploader(user.id, UploadSource.WATCHER)
