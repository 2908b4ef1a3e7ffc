"""Worker processes: whatever happens to one, every chunk comes back once and in its order."""

import pytest

from forms.problem_codes import NOT_A_CHOICE
from forms.problems import Problem
from forms.workers import Job, Workers

CHUNKS = [[number, number + 1] for number in range(0, 40, 2)]
DOUBLED = [[number * 2 for number in chunk] for chunk in CHUNKS]


@pytest.fixture(scope="module")
def workers():
    """Return two workers, started at their first job."""
    found = Workers(2)
    yield found
    found.close()


class Here:
    """What this process does itself, and is asked."""

    def __init__(self):
        self.done, self.asked = [], 0

    def work(self, chunk):
        """Do a chunk here."""
        self.done.append(chunk)
        return [number * 2 for number in chunk]

    def answer(self, verb, number):
        """Answer a worker."""
        assert verb == "more"
        self.asked += 1
        return number * 100

    def job(self, name="doubling", **given):
        """Return a job of the fakes."""
        return Job(f"tests.fakes.work_for_workers:{name}", given, self.work, self.answer)


def test_results_come_in_order_and_the_workers_stay_for_the_next_job(workers):
    """Nothing is done here, and the second job meets the same processes."""
    here = Here()

    first = list(workers.run(here.job(), CHUNKS, len(CHUNKS)))
    before = workers.processes
    second = list(workers.run(here.job(), iter(CHUNKS), len(CHUNKS)))

    assert first == second == DOUBLED
    assert here.done == []
    assert workers.processes == before
    assert len(before) == 2


def test_a_worker_asks_the_process_that_has_the_rows(workers):
    """Each question is answered while the worker waits."""
    here = Here()

    found = list(workers.run(here.job(asks=True), CHUNKS, len(CHUNKS)))

    assert found == [[number * 102 for number in chunk] for chunk in CHUNKS]
    assert here.asked == 40


def test_what_a_worker_fails_at_is_done_here(workers):
    """A problem met in a worker is met again here, where the caller hears of it; here it goes well."""
    here = Here()

    assert list(workers.run(here.job(fails_at=6), CHUNKS, len(CHUNKS))) == DOUBLED
    assert here.done == [[6, 7]]


def test_an_answer_that_cannot_be_given_raises_its_own_error_here(workers):
    """The worker's chunk fails, is done here, and the problem goes to the caller as if there were no workers."""

    def refuse(*_question):
        raise Problem(NOT_A_CHOICE, "here")

    job = Job("tests.fakes.work_for_workers:doubling", {"asks": True}, refuse, refuse)
    with pytest.raises(Problem) as told:
        list(workers.run(job, CHUNKS, len(CHUNKS)))
    assert told.value.place == "here"


def test_a_job_that_cannot_be_taken_up_is_done_here(workers):
    """No worker has it, so this process does all of it."""
    here = Here()

    assert list(workers.run(here.job("never"), CHUNKS, len(CHUNKS))) == DOUBLED
    assert here.done == CHUNKS


def test_who_stops_listening_ends_the_work(workers):
    """A cancelled import leaves no worker at work on it; the next job gets its results and no others."""
    here = Here()
    run = workers.run(here.job(), CHUNKS, len(CHUNKS))
    assert next(run) == [0, 2]
    run.close()

    assert list(workers.run(here.job(), CHUNKS, len(CHUNKS))) == DOUBLED


def test_a_worker_that_dies_costs_nothing_but_time(workers):
    """The chunks it had are done here, another takes its place at the next job."""
    here = Here()

    assert list(workers.run(here.job(dies_at=6), CHUNKS, len(CHUNKS))) == DOUBLED
    assert [6, 7] in here.done
    assert list(workers.run(here.job(), CHUNKS, len(CHUNKS))) == DOUBLED


def test_one_core_or_one_chunk_needs_nobody():
    """No process is started."""
    here, none, two = Here(), Workers(0), Workers(2)

    assert list(none.run(here.job(), CHUNKS, len(CHUNKS))) == DOUBLED
    assert list(two.run(here.job(), CHUNKS[:1], 1)) == DOUBLED[:1]
    assert none.processes == two.processes == []
