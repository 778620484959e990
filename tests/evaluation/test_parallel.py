import os
import sys

import pytest

from bot.evaluation.parallel import spread


def test_results_come_in_the_order_of_the_items() -> None:
    factor = 3  # held by the closure, which cannot be pickled

    assert spread(lambda item: item * factor, range(500)) == [item * 3 for item in range(500)]


def test_few_items_are_done_here() -> None:
    assert set(spread(lambda _: os.getpid(), range(10))) == {os.getpid()}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor")
def test_many_are_done_by_children() -> None:
    assert os.getpid() not in spread(lambda _: os.getpid(), range(500))


def test_an_error_in_a_child_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        spread(lambda item: 1 // (item - 300), range(500))
