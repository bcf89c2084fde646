"""The jobs that run by themselves: the day each morning, the outbox all day, a sweep for jobs whose worker died.

procrastinate keeps them in the same database; `queueing_lock` makes sure that one of a kind waits at most once.
Every job may run twice, so each is safe to repeat (docs/decisions/0004-jobs.md).
"""

from collections.abc import Callable

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from forbear import flow
from forbear.casefile import clock
from forbear.contact import dispatch

STALLED_SECONDS = 120
_house: list[Callable[[], flow.House]] = []


def open_with(house: Callable[[], flow.House]) -> None:
    """Tell the jobs how to open the house; called once by the worker."""
    _house[:] = [house]


@app.periodic(cron="0 22 * * *")  # 06:00 in the lender's first market
@app.task(queueing_lock="day", lock="day", pass_context=False)
def run_day(timestamp: int) -> None:
    """The collections day, with the days that were missed."""
    house = _house[0]()
    for _ in flow.run(clock.today(house.zone), house):
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="outbox", lock="outbox")
def send_waiting(timestamp: int) -> None:
    """Send what waits for today; a message that died half-way is settled first."""
    house = _house[0]()
    for _ in dispatch.drain(clock.today(house.zone), house.routes):
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs back whose worker shows no sign of life; where the next of its kind waits, that one does the work."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
