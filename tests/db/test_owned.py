"""A repository made for a user finds his rows and no others."""

from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import rlcoach.services
from rlcoach.db.models import Replay, UserReplay
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.users.repository import UserRepository
from tests.builders.rows import make_replay, make_user, own

SERVICES = Path(rlcoach.services.__path__[0])
MODULES = sorted(path.parent.name for path in SERVICES.glob("*/repository.py"))


async def test_a_users_finds_his_rows_whatever_it_is_asked_for(db: AsyncSession) -> None:
    me, other = await make_user(db), await make_user(db)
    mine, theirs = [await own(db, user, await make_replay(db)) for user in (me, other)]
    repository = OwnedRepository(db, me.id)
    assert (await db.scalars(repository.mine(UserReplay))).all() == [mine]
    asked = repository.mine(UserReplay).where(UserReplay.id == theirs.id)
    assert (await db.scalars(asked)).all() == []


async def test_nobodys_finds_everybodys_and_is_no_user(db: AsyncSession) -> None:
    rows = [await own(db, await make_user(db), await make_replay(db)) for _ in range(2)]
    repository = OwnedRepository.across_users(db)
    assert set(await db.scalars(repository.mine(UserReplay))) == set(rows)
    with pytest.raises(LookupError):
        _ = repository.user_id


async def test_what_belongs_to_nobody_cannot_be_somebodys(db: AsyncSession) -> None:
    repository = OwnedRepository(db, (await make_user(db)).id)
    with pytest.raises(AttributeError):
        repository.mine(Replay)


@pytest.mark.parametrize("name", MODULES)
def test_every_repository_is_one(name: str) -> None:
    module = import_module(f"rlcoach.services.{name}.repository")
    found = [
        kind
        for _, kind in getmembers(module, isclass)
        if kind.__module__ == module.__name__ and kind.__name__.endswith("Repository")
    ]
    assert found
    # A user is his own owner: there is no other row to begin with.
    assert all(issubclass(kind, OwnedRepository) or kind is UserRepository for kind in found)
