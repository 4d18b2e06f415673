"""The promises of `cvparser.ports.webhook_repository`."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from cvparser.domain.errors import JobCancelledError
from cvparser.domain.job import Failure, Job, Outcome
from cvparser.domain.retention import Retention
from cvparser.domain.webhook import (
    ENDED,
    Answer,
    Backoff,
    Delivery,
    DeliveryId,
    DeliveryState,
    DeliveryUnknownError,
    EventType,
    NewWebhook,
    Obstacle,
    Secret,
    TooManyWebhooksError,
    Webhook,
    WebhookId,
    WebhookUnknownError,
    callbacks_id,
)
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.webhook_repository import ClaimedDelivery, WebhookRepository
from cvparser.testing.conformance import Conformance
from cvparser.testing.conformance.job_repository import (
    FAILURE,
    LEASE,
    OTHER,
    OWNER,
    START,
    SUCCESS,
    WORKER,
    Advance,
    new_job,
)

#: How long a claim of a delivery holds in these tests, and how tries are spread.
HELD, EVEN = timedelta(minutes=1), 0.5
BACKOFF = Backoff()
EVERY = frozenset(EventType)
HEARD, AWAY, GONE = Answer(status=204), Answer(status=500), Answer(status=410)


def new_webhook(url: str | None = "https://hr.example/hook", events: Collection[EventType] = EVERY) -> NewWebhook:
    """Return a webhook that is not stored; without a URL that of `OWNER`'s callbacks."""
    identity = callbacks_id(OWNER) if url is None else WebhookId(uuid4())
    return NewWebhook(id=identity, url=url, events=frozenset(events))


def new_secret() -> Secret:
    """Return a secret."""
    return Secret(id=uuid4(), key=uuid4().bytes * 2)


class WebhookRepositoryConformance(Conformance):
    """Subclass and give three fixtures.

    `webhooks`: your repository, opened and empty. `jobs`: the repository of the jobs that it goes with, its clock
    standing at `START`. `advance`: lets time pass.
    """

    @pytest.fixture
    def webhooks(self) -> WebhookRepository:
        message = "Give your adapter in a fixture named 'webhooks'."
        raise NotImplementedError(message)

    @pytest.fixture
    def jobs(self) -> JobRepository:
        message = "Give the repository of the jobs in a fixture named 'jobs'."
        raise NotImplementedError(message)

    @pytest.fixture
    def advance(self) -> Advance:
        message = "Give what lets time pass in a fixture named 'advance'."
        raise NotImplementedError(message)

    async def test_a_webhook_is_its_owners_alone(self, webhooks: WebhookRepository) -> None:
        ours, theirs, secret = webhooks.of(OWNER), webhooks.of(OTHER), new_secret()
        made = await ours.add(new_webhook(), secret, most=1)
        await theirs.add(new_webhook("https://other.example/"), new_secret(), most=1)

        assert await ours.list() == [made]
        assert made == await ours.get(made.id)
        assert (made.owner, made.created_at, made.ended_at) == (OWNER, START, None)
        for step in (theirs.get(made.id), theirs.deliveries(made.id, 9), theirs.replay_dead(made.id)):
            with pytest.raises(WebhookUnknownError):
                await step
        with pytest.raises(WebhookUnknownError):
            await theirs.rotate(made.id, new_secret(), overlap=HELD)
        await theirs.remove(made.id)
        assert await ours.list() == [made]

    async def test_the_same_webhook_again_stays_as_it_is(
        self, webhooks: WebhookRepository, jobs: JobRepository
    ) -> None:
        ours, new, secret = webhooks.of(OWNER), new_webhook(None), new_secret()
        made = await asyncio.gather(*(ours.add(new, each, most=9) for each in (secret, new_secret(), new_secret())))
        await ended(jobs, callback_url="https://hr.example/callback")

        assert len({each.id for each in made}) == len(await ours.list()) == 1
        assert len((await one_claimed(webhooks)).secrets) == 1

    async def test_an_owner_has_no_more_with_a_url_than_the_most(self, webhooks: WebhookRepository) -> None:
        ours = webhooks.of(OWNER)
        await ours.add(new_webhook(None), new_secret(), most=2)
        for _ in range(2):
            await ours.add(new_webhook(), new_secret(), most=2)

        await webhooks.of(OTHER).add(new_webhook(), new_secret(), most=1)
        with pytest.raises(TooManyWebhooksError):
            await ours.add(new_webhook(), new_secret(), most=2)

    @pytest.mark.parametrize(
        ("outcome", "event"),
        [
            (SUCCESS, EventType.COMPLETED),
            (FAILURE, EventType.FAILED),
            (Failure.of(JobCancelledError()), EventType.CANCELLED),
        ],
    )
    async def test_a_job_that_is_finished_is_told_to_those_of_its_owner_that_want_it(
        self, webhooks: WebhookRepository, jobs: JobRepository, outcome: Outcome, event: EventType
    ) -> None:
        ours = webhooks.of(OWNER)
        wanted = await ours.add(new_webhook("https://a.example/", [event]), new_secret(), most=9)
        await ours.add(new_webhook("https://b.example/", EVERY - {event}), new_secret(), most=9)
        await webhooks.of(OTHER).add(new_webhook("https://c.example/"), new_secret(), most=9)

        job = await ended(jobs, outcome=outcome)

        (claimed,) = await claim(webhooks)
        told = claimed.delivery
        assert (told.webhook_id, told.job_id, told.event, told.owner) == (wanted.id, job.id, event, OWNER)
        assert (told.happened_at, told.error_code) == (job.updated_at, job.error_code)
        assert (told.tries, told.due_at) == (1, START + HELD)

    async def test_a_job_that_is_cancelled_or_given_up_is_told_as_well(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        await webhooks.of(OWNER).add(new_webhook(), new_secret(), most=9)
        first, second, late = [await jobs.of(OWNER).add(new_job()) for _ in range(3)]
        await jobs.of(OWNER).cancel(first.id)
        await jobs.of(OWNER).cancel(first.id)
        await jobs.cancel(second.id)
        advance(timedelta(days=1))
        await jobs.give_up(9)

        told = {each.delivery.job_id: each.delivery.event for each in await claim(webhooks)}

        assert told == {
            first.id: EventType.CANCELLED,
            second.id: EventType.CANCELLED,
            late.id: EventType.FAILED,
        }

    async def test_a_callback_is_told_of_its_own_job_alone(
        self, webhooks: WebhookRepository, jobs: JobRepository
    ) -> None:
        await webhooks.of(OWNER).add(new_webhook(None), new_secret(), most=0)
        job = await ended(jobs, callback_url="https://hr.example/callback?of=1")
        await ended(jobs)

        (claimed,) = await claim(webhooks)

        assert (claimed.delivery.job_id, claimed.delivery.url) == (job.id, "https://hr.example/callback?of=1")
        assert (await jobs.get(job.id)).callback_url == "https://hr.example/callback?of=1"

    async def test_what_ended_before_there_was_a_webhook_is_not_told(
        self, webhooks: WebhookRepository, jobs: JobRepository
    ) -> None:
        await ended(jobs)
        await webhooks.of(OWNER).add(new_webhook(), new_secret(), most=9)

        assert await claim(webhooks) == []

    async def test_of_concurrent_claims_one_is_given_a_delivery(
        self, webhooks: WebhookRepository, jobs: JobRepository
    ) -> None:
        await told_of(webhooks, jobs, 5)

        found = await asyncio.gather(*(claim(webhooks, 2) for _ in range(6)))

        ids = [each.delivery.id for claimed in found for each in claimed]
        assert len(ids) == len(set(ids)) == 5

    async def test_a_claim_whose_lease_is_over_is_anothers_and_its_end_changes_nothing(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        await told_of(webhooks, jobs, 1)
        first = await one_claimed(webhooks)
        assert await claim(webhooks) == []
        advance(HELD)
        second = await one_claimed(webhooks)

        assert second.delivery == replace(first.delivery, tries=2, due_at=START + 2 * HELD)
        assert await settled(webhooks, first, HEARD) is None
        kept = await settled(webhooks, second, HEARD)
        assert kept is not None
        assert (kept.state, kept.outcome, kept.tried_at) == (DeliveryState.DELIVERED, "204", START + HELD)
        assert await settled(webhooks, second, AWAY) is None

    async def test_what_was_not_heard_is_due_again_after_a_while_until_it_is_dead(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        made = await told_of(webhooks, jobs, 1)
        states = []
        for _ in range(20):
            claimed = await one_claimed(webhooks)
            kept = await settled(webhooks, claimed, Answer(obstacle=Obstacle.TIME))
            assert kept is not None
            states.append(kept.state)
            if kept.state is DeliveryState.DEAD:
                break
            assert await claim(webhooks) == []
            advance(kept.due_at - (kept.tried_at or START))

        assert set(states[:-1]) == {DeliveryState.PENDING}
        assert states[-1] is DeliveryState.DEAD
        (dead,) = await webhooks.of(OWNER).deliveries(made.id, 9, state=DeliveryState.DEAD)
        assert (dead.outcome, dead.tried_at) == ("timed_out", START + BACKOFF.patience)

    async def test_of_a_host_no_more_are_claimed_than_may_be_and_others_come_in_turns(
        self, webhooks: WebhookRepository, jobs: JobRepository
    ) -> None:
        for name in ("a", "b", "c"):
            await webhooks.of(OWNER).add(new_webhook(f"https://{name}.example/"), new_secret(), most=9)
        for _ in range(6):
            await ended(jobs)

        busy = {"a.example:443": 3, "b.example:443": 1}
        found = [await webhooks.claim(2, lease=HELD, per_host=3, busy=busy) for _ in range(3)]

        hosts = [each.delivery.host.removesuffix(".example:443") for claimed in found for each in claimed]
        assert hosts == ["b", "b", "c", "c", "b", "b"]

    async def test_secrets_sign_until_they_are_over_the_newest_first(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        first, second, third = new_secret(), new_secret(), new_secret()
        ours = webhooks.of(OWNER)
        made = await ours.add(new_webhook(), first, most=9)
        await ended(jobs)
        advance(timedelta(seconds=1))
        for _ in range(2):
            await ours.rotate(made.id, second, overlap=3 * HELD)
        advance(timedelta(seconds=1))
        await ours.rotate(made.id, third, overlap=timedelta(seconds=1))
        assert (await one_claimed(webhooks)).secrets == [third, second, first]
        advance(HELD)
        assert (await one_claimed(webhooks)).secrets == [third]

    async def test_deliveries_are_listed_by_page_the_newest_first(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        ours = webhooks.of(OWNER)
        made = await ours.add(new_webhook(), new_secret(), most=9)
        told = []
        for number in range(5):
            told.append((await ended(jobs)).id)
            advance(timedelta(seconds=number % 2))

        pages, after = [], None
        while page := await ours.deliveries(made.id, 2, after=after):
            pages.append(page)
            after = page[-1].id

        listed = [each for page in pages for each in page]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert {each.job_id for each in listed} == set(told)
        assert listed == sorted(listed, key=lambda each: (each.happened_at, each.id), reverse=True)
        assert await ours.deliveries(made.id, 2, state=DeliveryState.DEAD) == []
        assert await ours.deliveries(made.id, 2, after=DeliveryId(UUID(int=1))) == []

    async def test_a_receiver_that_is_gone_ends_its_webhook_with_all_that_waits(
        self, webhooks: WebhookRepository, jobs: JobRepository
    ) -> None:
        ours = webhooks.of(OWNER)
        made = await told_of(webhooks, jobs, 3)
        claimed = await claim(webhooks, 1)

        await settled(webhooks, claimed[0], GONE)
        await ended(jobs)

        assert await claim(webhooks) == []
        assert (await ours.get(made.id)).ended_at == START
        found = await ours.deliveries(made.id, 9)
        assert sorted(each.outcome or "" for each in found) == ["410", ENDED, ENDED]
        assert {each.state for each in found} == {DeliveryState.DEAD}

    async def test_a_callback_that_is_gone_ends_alone(self, webhooks: WebhookRepository, jobs: JobRepository) -> None:
        ours = webhooks.of(OWNER)
        made = await ours.add(new_webhook(None), new_secret(), most=9)
        await ended(jobs, callback_url="https://a.example/")
        await ended(jobs, callback_url="https://b.example/")

        await settled(webhooks, (await claim(webhooks, 1))[0], GONE)

        assert (await ours.get(made.id)).ended_at is None
        assert len(await claim(webhooks)) == 1

    async def test_what_is_replayed_is_due_at_once_under_its_id_and_its_webhook_is_called_again(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        ours = webhooks.of(OWNER)
        made = await told_of(webhooks, jobs, 2)
        first, second = await claim(webhooks)
        await settled(webhooks, first, HEARD)
        await settled(webhooks, second, GONE)
        advance(timedelta(days=2))

        with pytest.raises(DeliveryUnknownError):
            await ours.replay(made.id, DeliveryId(UUID(int=1)))
        replayed = await ours.replay(made.id, first.delivery.id)
        assert await ours.replay_dead(made.id) == 1
        assert await ours.replay_dead(made.id) == 0

        assert (replayed.id, replayed.state) == (first.delivery.id, DeliveryState.PENDING)
        assert (await ours.get(made.id)).ended_at is None
        again = await claim(webhooks)
        told = {first.delivery.id, second.delivery.id}
        assert {(each.delivery.id, each.delivery.tries) for each in again} == {(each, 2) for each in told}
        kept = await settled(webhooks, again[0], AWAY)
        assert kept is not None
        assert kept.state is DeliveryState.PENDING

    async def test_of_an_erased_or_purged_job_nothing_is_left_to_tell(
        self, webhooks: WebhookRepository, jobs: JobRepository, advance: Advance
    ) -> None:
        made = await told_of(webhooks, jobs, 1)
        gone = await ended(jobs)
        await jobs.of(OWNER).erase(gone.id)
        assert len(await webhooks.of(OWNER).deliveries(made.id, 9)) == 1

        (left,) = await webhooks.of(OWNER).deliveries(made.id, 9)
        advance(timedelta(days=40))
        await jobs.purge([left.job_id], retention=Retention(results=timedelta(days=30)))

        assert await webhooks.of(OWNER).deliveries(made.id, 9) == []
        assert await claim(webhooks) == []

    async def test_of_a_removed_webhook_nothing_is_left(self, webhooks: WebhookRepository, jobs: JobRepository) -> None:
        ours = webhooks.of(OWNER)
        made = await told_of(webhooks, jobs, 2)
        other = await ours.add(new_webhook("https://b.example/"), new_secret(), most=9)
        claimed = await claim(webhooks, 1)

        await ours.remove(made.id)
        await ours.remove(made.id)

        assert await ours.list() == [other]
        assert await settled(webhooks, claimed[0], HEARD) is None
        assert await claim(webhooks) == []
        with pytest.raises(WebhookUnknownError):
            await ours.get(made.id)


async def ended(jobs: JobRepository, *, outcome: Outcome = SUCCESS, callback_url: str | None = None) -> Job:
    """Store a job of `OWNER`, claim it and finish it."""
    job = await jobs.of(OWNER).add(replace(new_job(), callback_url=callback_url))
    taken = await jobs.claim(job.id, LEASE, worker=WORKER)
    assert taken is not None
    return await jobs.finish(job.id, fence=taken.fence, outcome=outcome)


async def told_of(webhooks: WebhookRepository, jobs: JobRepository, count: int) -> Webhook:
    """Make a webhook that is to be told of so many jobs."""
    made = await webhooks.of(OWNER).add(new_webhook(), new_secret(), most=9)
    for _ in range(count):
        await ended(jobs)
    return made


async def claim(webhooks: WebhookRepository, limit: int = 99) -> list[ClaimedDelivery]:
    """Claim what is due."""
    return list(await webhooks.claim(limit, lease=HELD, per_host=99, busy={}))


async def one_claimed(webhooks: WebhookRepository) -> ClaimedDelivery:
    """Claim the one that is due."""
    (claimed,) = await claim(webhooks)
    return claimed


async def settled(webhooks: WebhookRepository, claimed: ClaimedDelivery, answer: Answer) -> Delivery | None:
    """Keep how a try ended."""
    delivery = claimed.delivery
    return await webhooks.settle(delivery.id, tries=delivery.tries, answer=answer, backoff=BACKOFF, chance=EVEN)
