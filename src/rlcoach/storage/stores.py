"""The two storages of the product, as the settings say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rlcoach.core.settings import Settings
from rlcoach.storage.content import ContentStore
from rlcoach.storage.local import LocalStore
from rlcoach.storage.store import ObjectStore

_FOLDER = "objects"
_REGION_OF_BACKBLAZE = re.compile(r"//s3\.([a-z0-9-]+)\.backblazeb2\.com")


@dataclass(frozen=True)
class Stores:
    """Hot for what is used, cold for replay files that are not."""

    hot: ContentStore
    cold: ContentStore | None
    """None where there are no keys to one: everything stays hot."""
    hot_folder: Path | None
    """Where hot storage is a folder: the disk to watch."""


def open_stores(settings: Settings) -> Stores:
    """Opens both.

    Raises:
        SettingsInvalid: it is not said where.
        StorageUnavailable: the folder cannot be written to.
    """
    folder = _hot_folder(settings)
    hot: ObjectStore
    if folder is None:
        hot = _hot_bucket(settings)
    else:
        local = LocalStore(folder)
        local.prepare()
        hot = local
    cold = _cold_bucket(settings)
    return Stores(
        ContentStore("hot", hot), None if cold is None else ContentStore("cold", cold), folder
    )


def _hot_folder(settings: Settings) -> Path | None:
    if settings.storage_url is None and settings.data_dir is not None:
        return settings.data_dir / _FOLDER
    url = urlsplit(settings.needed("storage_url"))
    return Path(unquote(url.path)) if url.scheme == "file" else None


def _hot_bucket(settings: Settings) -> ObjectStore:
    from rlcoach.storage.s3 import Bucket, S3Store  # noqa: PLC0415 - the SDK is slow to load

    url = urlsplit(settings.needed("storage_url"))
    secret = settings.s3_secret_access_key
    return S3Store(
        Bucket(
            name=url.netloc,
            prefix=url.path.strip("/"),
            endpoint_url=settings.s3_endpoint_url,
            region=settings.s3_region,
            key_id=settings.s3_access_key_id,
            secret=None if secret is None else secret.get_secret_value(),
        )
    )


def _cold_bucket(settings: Settings) -> ObjectStore | None:
    if settings.backblaze_key_id is None:
        return None
    from rlcoach.storage.s3 import Bucket, S3Store  # noqa: PLC0415 - the SDK is slow to load

    endpoint = settings.needed("backblaze_endpoint_url")
    region = _REGION_OF_BACKBLAZE.search(endpoint)
    return S3Store(
        Bucket(
            name=settings.needed("backblaze_bucket_name"),
            endpoint_url=endpoint,
            region=None if region is None else region[1],
            key_id=settings.backblaze_key_id,
            secret=settings.needed("backblaze_application_key"),
        )
    )
