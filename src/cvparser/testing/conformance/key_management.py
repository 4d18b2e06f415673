"""The promises of `cvparser.ports.key_management`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    DATA_KEY_BYTES,
    DataKeys,
    KeyManagement,
    KeyMissingError,
    KeyWrongError,
    StoredDataTamperedError,
)
from cvparser.testing.conformance import Conformance

JOB, OTHER = JobId(UUID(int=1)), JobId(UUID(int=2))
DATA_KEY = bytes(range(DATA_KEY_BYTES))

#: Gives key management that knows keys of these names, the first of which writes. The same name is the same key, in all
#: that it gives; a name with an apostrophe, `a'`, is another key that goes by the name before it.
Knowing = Callable[..., Awaitable[KeyManagement]]


class KeyManagementConformance(Conformance):
    """Subclass and give what makes your adapter, opened, in the fixture `knowing`.

    Attributes:
        tells_wrong_keys: Whether two keys can go by one name; a service that chooses the names rules it out.
    """

    tells_wrong_keys = True

    @pytest.fixture
    def knowing(self) -> Knowing:
        message = "Give what makes your adapter in a fixture named 'knowing'."
        raise NotImplementedError(message)

    async def test_what_was_wrapped_is_unwrapped(self, knowing: Knowing) -> None:
        keys = await knowing("a")

        wrapped = await keys.wrap(DATA_KEY, job_id=JOB)

        assert await keys.unwrap(wrapped, job_id=JOB) == DATA_KEY
        assert wrapped.key_id == keys.writing_key_id
        assert keys.writing_key_id.isascii()
        assert not set(keys.writing_key_id) & set(" \t\n")

    async def test_what_is_wrapped_does_not_show_the_data_key_and_is_never_the_same(self, knowing: Knowing) -> None:
        keys = await knowing("a")

        first, second = await keys.wrap(DATA_KEY, job_id=JOB), await keys.wrap(DATA_KEY, job_id=JOB)

        assert first.wrapped != second.wrapped
        assert DATA_KEY[:8] not in first.wrapped
        assert str(first.wrapped) not in repr(first)

    @pytest.mark.parametrize("data_key", [bytes(32), b"\xff" * 32, b"\0" + b"a" * 31, b"a" * 31 + b"\0"], ids=bytes.hex)
    async def test_every_data_key_comes_back_as_it_was(self, knowing: Knowing, data_key: bytes) -> None:
        keys = await knowing("a")

        found = await keys.unwrap(await keys.wrap(data_key, job_id=JOB), job_id=JOB)

        assert type(found) is bytes
        assert found == data_key

    async def test_unwrapping_uses_nothing_up(self, knowing: Knowing) -> None:
        keys = await knowing("b", "a")
        wrapped = await keys.wrap(DATA_KEY, job_id=JOB)

        assert [await keys.unwrap(wrapped, job_id=JOB) for _ in range(3)] == [DATA_KEY] * 3
        assert keys.writing_key_id == wrapped.key_id

    async def test_another_process_unwraps_it(self, knowing: Knowing) -> None:
        wrapped = await (await knowing("a")).wrap(DATA_KEY, job_id=JOB)

        assert await (await knowing("a")).unwrap(wrapped, job_id=JOB) == DATA_KEY

    async def test_what_was_wrapped_for_one_job_is_no_other_jobs(self, knowing: Knowing) -> None:
        keys = await knowing("a")
        wrapped = await keys.wrap(DATA_KEY, job_id=JOB)

        with pytest.raises(StoredDataTamperedError):
            await keys.unwrap(wrapped, job_id=OTHER)

    @pytest.mark.parametrize("change", ["flip", "first", "middle", "cut", "grow", "empty"])
    async def test_what_was_changed_is_not_unwrapped(self, knowing: Knowing, change: str) -> None:
        keys = await knowing("a")
        wrapped = await keys.wrap(DATA_KEY, job_id=JOB)
        sound = wrapped.wrapped
        half = len(sound) // 2
        changed = {
            "first": bytes([sound[0] ^ 1]) + sound[1:],
            "middle": sound[:half] + bytes([sound[half] ^ 1]) + sound[half + 1 :],
            "flip": sound[:-1] + bytes([sound[-1] ^ 1]),
            "cut": sound[:-1],
            "grow": sound + b"\0",
            "empty": b"x",
        }

        with pytest.raises((StoredDataTamperedError, KeyWrongError, KeyMissingError)):
            await keys.unwrap(replace(wrapped, wrapped=changed[change]), job_id=JOB)
        assert await keys.unwrap(wrapped, job_id=JOB) == DATA_KEY

    async def test_a_key_is_replaced_while_what_it_wrapped_is_read(self, knowing: Knowing) -> None:
        wrapped = await (await knowing("a")).wrap(DATA_KEY, job_id=JOB)
        both = await knowing("b", "a")

        again = await both.wrap(await both.unwrap(wrapped, job_id=JOB), job_id=JOB)

        assert again.key_id == both.writing_key_id != wrapped.key_id
        assert await (await knowing("b")).unwrap(again, job_id=JOB) == DATA_KEY

    async def test_a_key_that_is_not_there_is_missing_until_it_is_back(self, knowing: Knowing) -> None:
        wrapped = await (await knowing("a")).wrap(DATA_KEY, job_id=JOB)
        absent = replace(wrapped, key_id=f"{wrapped.key_id[:-4]}0000")

        with pytest.raises(KeyMissingError):
            await (await knowing("b")).unwrap(absent, job_id=JOB)
        assert await (await knowing("b", "a")).unwrap(wrapped, job_id=JOB) == DATA_KEY

    async def test_another_key_of_the_same_name_is_told_from_damage(self, knowing: Knowing) -> None:
        if not self.tells_wrong_keys:
            pytest.skip(f"{type(self).__name__} declares tells_wrong_keys = False")
        wrapped = await (await knowing("a")).wrap(DATA_KEY, job_id=JOB)

        with pytest.raises(KeyWrongError):
            await (await knowing("a'")).unwrap(wrapped, job_id=JOB)

    async def test_many_are_wrapped_at_once(self, knowing: Knowing) -> None:
        keys = await knowing("a")
        jobs = [JobId(uuid4()) for _ in range(20)]

        wrapped = await asyncio.gather(*(keys.wrap(DATA_KEY, job_id=job_id) for job_id in jobs))
        found = await asyncio.gather(
            *(keys.unwrap(each, job_id=job_id) for each, job_id in zip(wrapped, jobs, strict=True))
        )

        assert set(found) == {DATA_KEY}


#: Gives data keys of one store, wrapped by some keys, or by none.
Storing = Callable[[KeyManagement | None], Awaitable[DataKeys]]


class DataKeysConformance(Conformance):
    """Subclass and give two fixtures.

    `storing`: gives your adapter on the same store each time, as another process would. `knowing`: as of
    `KeyManagementConformance`.
    """

    @pytest.fixture
    def storing(self) -> Storing:
        message = "Give what makes your adapter in a fixture named 'storing'."
        raise NotImplementedError(message)

    @pytest.fixture
    def knowing(self) -> Knowing:
        message = "Give what makes keys in a fixture named 'knowing'."
        raise NotImplementedError(message)

    async def test_a_job_has_one_data_key_and_every_process_the_same(self, storing: Storing, knowing: Knowing) -> None:
        first, second = await storing(await knowing("a")), await storing(await knowing("a"))
        assert await first.kept(JOB) is None

        made = await asyncio.gather(*(each.made(JOB) for each in (first, second, first, second)))

        [key] = set(made)
        assert key is not None
        assert len(key) == DATA_KEY_BYTES
        assert await first.kept(JOB) == await second.kept(JOB) == key
        assert await first.made(OTHER) != key

    async def test_where_nothing_is_encrypted_there_are_no_keys(self, storing: Storing) -> None:
        keys = await storing(None)

        assert await keys.made(JOB) is None
        assert await keys.kept(JOB) is None

    async def test_a_data_key_whose_key_is_away_is_told_and_is_there_again_with_it(
        self, storing: Storing, knowing: Knowing
    ) -> None:
        key = await (await storing(await knowing("a"))).made(JOB)

        for others in (None, await knowing("b")):
            without = await storing(others)
            with pytest.raises(KeyMissingError):
                await without.kept(JOB)
            if others is not None:
                with pytest.raises(KeyMissingError):
                    await without.made(JOB)
        with pytest.raises(KeyWrongError):
            await (await storing(await knowing("a'"))).kept(JOB)
        assert await (await storing(await knowing("b", "a"))).kept(JOB) == key

    async def test_data_keys_are_wrapped_anew_page_after_page(self, storing: Storing, knowing: Knowing) -> None:
        jobs = sorted(JobId(uuid4()) for _ in range(7))
        before = await storing(await knowing("a"))
        keys = {job_id: await before.made(job_id) for job_id in jobs}
        management = await knowing("b", "a")
        after = await storing(management)
        assert await after.key_ids() == {"a": 7}

        seen: list[JobId] = []
        while page := await after.wrapped_otherwise("b", 3, after=seen[-1] if seen else None):
            seen.extend(job_id for job_id, _ in page)
            assert len(seen) < 100, "pages without an end"
            changed = []
            for job_id, wrapped in page:
                plain = await management.unwrap(wrapped, job_id=job_id)
                changed.append((job_id, wrapped, await management.wrap(plain, job_id=job_id)))
            await after.rewrapped(changed)
            # Again, and over what is not there any more: nothing happens.
            await after.rewrapped(changed)

        assert seen == jobs
        assert await after.key_ids() == {"b": 7}
        alone = await storing(await knowing("b"))
        assert {job_id: await alone.kept(job_id) for job_id in jobs} == keys

    async def test_data_keys_of_the_key_itself_are_left_out_and_each_stands_on_one_page(
        self, storing: Storing, knowing: Knowing
    ) -> None:
        jobs = sorted(JobId(uuid4()) for _ in range(3))
        keys = await storing(await knowing("a"))
        for job_id in jobs:
            await keys.made(job_id)

        first = await keys.wrapped_otherwise("b", 2)
        second = await keys.wrapped_otherwise("b", 2, after=first[-1][0])

        assert [job_id for job_id, _ in (*first, *second)] == jobs
        assert list(await keys.wrapped_otherwise("a", 10)) == []
