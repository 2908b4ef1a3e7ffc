"""The office above countersigns the end of the log below: whoever cuts it off is found out."""

from sqlalchemy import text

from sync import inbox, outbox
from tests.sync.conftest import Road


def test_a_log_whose_end_was_cut_off_does_not_pass(file_road: Road):
    """Every line that is left fits the one before; the missing end shows all the same."""
    road = file_road
    road.approve(1)
    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    inbox.receive(road.province, batch.file)
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "1.ack"))
    whole = road.county.audit.verify().ok
    with road.county.transaction() as connection:
        connection.execute(text("DROP TRIGGER audit_no_DELETE"))
        connection.execute(text("DELETE FROM audit WHERE seq > 3"))

    found = road.county.audit.verify()

    assert whole
    assert [(one.code, one.place) for one in found.problems if one.place == "4"] != []
