"""Which storage the settings mean."""

from pathlib import Path

import pytest

from rlcoach.core.settings import Settings, load_settings
from rlcoach.core.settings_faults import SettingsInvalid
from rlcoach.storage.content import ObjectKind
from rlcoach.storage.s3 import Bucket
from rlcoach.storage.stores import open_stores


def settings(**variables: str) -> Settings:
    """Settings of these variables."""
    return load_settings(variables)


class TestOpenStores:
    async def test_below_the_data_folder(self, tmp_path: Path) -> None:
        stores = open_stores(settings(RLCOACH_DATA_DIR=str(tmp_path)))
        stored = await stores.hot.put(ObjectKind.REPORT, b"{}")
        assert (tmp_path / "objects" / stored.key).is_file()
        assert stores.hot_folder == tmp_path / "objects"
        assert stores.cold is None

    async def test_a_folder_of_its_own(self, tmp_path: Path) -> None:
        url = f"file://{tmp_path}/with%20space"
        stores = open_stores(settings(RLCOACH_STORAGE_URL=url))
        stored = await stores.hot.put(ObjectKind.REPORT, b"{}")
        assert (tmp_path / "with space" / stored.key).is_file()

    async def test_buckets(self, bucket: Bucket) -> None:
        assert bucket.endpoint_url
        assert bucket.key_id
        assert bucket.secret
        stores = open_stores(
            settings(
                RLCOACH_STORAGE_URL=f"s3://{bucket.name}/hot/objects",
                RLCOACH_S3_ENDPOINT_URL=bucket.endpoint_url,
                RLCOACH_S3_REGION="us-east-1",
                RLCOACH_S3_ACCESS_KEY_ID=bucket.key_id,
                RLCOACH_S3_SECRET_ACCESS_KEY=bucket.secret,
                BACKBLAZE_KEY_ID=bucket.key_id,
                BACKBLAZE_APPLICATION_KEY=bucket.secret,
                BACKBLAZE_BUCKET_NAME=bucket.name,
                BACKBLAZE_ENDPOINT_URL=bucket.endpoint_url,
            )
        )
        assert stores.hot_folder is None
        assert stores.cold is not None
        stored = await stores.hot.put(ObjectKind.REPLAY, b"1")
        assert not await stores.cold.exists(stored.key)
        await stores.hot.copy_to(stores.cold, stored.key)
        assert await stores.cold.get(stored.key) == b"1"

    def test_nowhere(self) -> None:
        with pytest.raises(SettingsInvalid, match="RLCOACH_STORAGE_URL is not set"):
            open_stores(settings())
