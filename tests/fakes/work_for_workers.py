"""Jobs for worker processes, as small as can be: tests hand them to real processes."""

import os

from forms.problem_codes import NOT_A_CHOICE
from forms.problems import Problem


def doubling(given, ask):
    """Double numbers, and add what the other side says of each; *given* names the chunk at which all ends."""

    def work(chunk):
        if given.get("dies_at") in chunk:
            os._exit(3)
        if given.get("fails_at") in chunk:
            raise Problem(NOT_A_CHOICE)
        if given.get("asks"):
            return [number * 2 + ask("more", number) for number in chunk]
        return [number * 2 for number in chunk]

    return work


def never(_given, _ask):
    """Be a job that cannot be taken up."""
    raise RuntimeError("never")
