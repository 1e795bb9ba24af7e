"""Objects in a bucket that speaks S3: Amazon's, Backblaze's, or anybody's."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Protocol, TypedDict, cast

import boto3  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

from rlcoach.storage.errors import ObjectMissing, StorageUnavailable
from rlcoach.storage.store import ObjectStat, checked_key

_CONNECT_SECONDS = 5
_READ_SECONDS = 30
_TRIES = 4
_CONNECTIONS = 16
_MISSING = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True)
class Bucket:
    """Where objects are, and the keys to it."""

    name: str
    prefix: str = ""
    """Before each key, without slashes around it."""
    endpoint_url: str | None = None
    region: str | None = None
    key_id: str | None = None
    """None for what the machine brings along: its role, its environment."""
    secret: str | None = field(default=None, repr=False)


class _Read(TypedDict):
    Body: IO[bytes]


class _Head(TypedDict):
    ContentLength: int
    LastModified: datetime


class _Client(Protocol):
    """The part of the SDK's client that is used; it comes without types."""

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, ContentMD5: str) -> object:  # noqa: N803
        """Stores."""

    def get_object(self, *, Bucket: str, Key: str) -> _Read:  # noqa: N803
        """Reads."""

    def head_object(self, *, Bucket: str, Key: str) -> _Head:  # noqa: N803
        """Asks."""

    def delete_object(self, *, Bucket: str, Key: str) -> object:  # noqa: N803
        """Deletes."""


class S3Store:
    """A bucket. The SDK blocks, so each call runs in a thread."""

    def __init__(self, bucket: Bucket, *, tries: int = _TRIES) -> None:
        self._bucket = bucket
        self._client = _client(bucket, tries)

    async def put(self, key: str, data: bytes) -> None:
        """Stores an object; the other side compares the checksum before it does."""
        await asyncio.to_thread(self._put, key, data)

    async def get(self, key: str) -> bytes:
        """Reads an object."""
        return await asyncio.to_thread(self._get, key)

    async def stat(self, key: str) -> ObjectStat | None:
        """Size and time of an object."""
        return await asyncio.to_thread(self._stat, key)

    async def delete(self, key: str) -> None:
        """Takes an object away."""
        await asyncio.to_thread(self._delete, key)

    def _name(self, key: str) -> str:
        return "/".join(part for part in (self._bucket.prefix, checked_key(key)) if part)

    def _put(self, key: str, data: bytes) -> None:
        checksum = hashlib.md5(data, usedforsecurity=False).digest()
        try:
            self._client.put_object(
                Bucket=self._bucket.name,
                Key=self._name(key),
                Body=data,
                ContentMD5=base64.b64encode(checksum).decode(),
            )
        except (ClientError, BotoCoreError) as error:
            raise _unavailable(error) from error

    def _get(self, key: str) -> bytes:
        try:
            answer = self._client.get_object(Bucket=self._bucket.name, Key=self._name(key))
            return answer["Body"].read()
        except (ClientError, BotoCoreError) as error:
            if _code(error) in _MISSING:
                raise ObjectMissing(key) from None
            raise _unavailable(error) from error

    def _stat(self, key: str) -> ObjectStat | None:
        try:
            head = self._client.head_object(Bucket=self._bucket.name, Key=self._name(key))
        except (ClientError, BotoCoreError) as error:
            if _code(error) in _MISSING:
                return None
            raise _unavailable(error) from error
        return ObjectStat(head["ContentLength"], head["LastModified"])

    def _delete(self, key: str) -> None:
        try:
            self._client.delete_object(Bucket=self._bucket.name, Key=self._name(key))
        except (ClientError, BotoCoreError) as error:
            raise _unavailable(error) from error


def _client(bucket: Bucket, tries: int) -> _Client:
    config = Config(
        signature_version="s3v4",
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": tries},
        max_pool_connections=_CONNECTIONS,
        s3={"addressing_style": "path" if bucket.endpoint_url else "auto"},
        # Backblaze and others do not know the checksums that newer SDKs send unasked.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return cast(
        "_Client",
        boto3.client(
            "s3",
            endpoint_url=bucket.endpoint_url,
            region_name=bucket.region,
            aws_access_key_id=bucket.key_id,
            aws_secret_access_key=bucket.secret,
            config=config,
        ),
    )


def _code(error: ClientError | BotoCoreError) -> str:
    """The code of an answer; empty where there was none."""
    response = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", ""))


def _unavailable(error: ClientError | BotoCoreError) -> StorageUnavailable:
    return StorageUnavailable(details={"reason": _code(error) or type(error).__name__})
