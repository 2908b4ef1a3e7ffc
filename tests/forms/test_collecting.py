"""The collector during a bulk."""

import gc

from forms.collecting import rarely


def test_the_collector_is_as_before_after_the_last_of_several_bulks():
    """Inside a bulk collections are rare; a bulk within a bulk does not end that, the end of the outer one does."""
    before, works = gc.get_threshold(), gc.isenabled()

    with rarely():
        with rarely():
            pass
        inside = gc.get_threshold()

    assert inside[0] > before[0]
    assert gc.isenabled() == works
    assert gc.get_threshold() == before
