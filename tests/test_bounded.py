"""Work in bounded processes: what hangs, eats memory, dies or fails takes one job with it."""

import os
import time

import pytest

from pipelines.bounded import map_bounded


def _work(job: str) -> str:
    match job:
        case "hangs":
            time.sleep(60)
        case "eats":
            return str(len(bytearray(4 << 30)))
        case "dies":
            os._exit(3)
        case "fails":
            raise ValueError(job)
    return job.upper()


@pytest.mark.parametrize("bad", ["hangs", "eats", "dies", "fails"])
def test_only_the_job_that_ends_its_process_is_lost(bad: str) -> None:
    answers = map_bounded(_work, ["a", bad, "b", "c"], workers=1, timeout=5, memory=1000)
    assert list(answers) == ["A", None, "B", "C"]


def test_answers_come_in_order_whoever_is_ready_first() -> None:
    jobs = [f"job {n}" for n in range(20)]
    assert list(map_bounded(_work, jobs, workers=2, timeout=20, memory=1000)) == [job.upper() for job in jobs]
