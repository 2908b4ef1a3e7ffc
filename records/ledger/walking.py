"""Walking over a ledger: every record whole, page by page, for rosters and exports.

One query a page for the heads and one for their answers: a ledger of a million records is walked with the memory of
a page and without a question to the database for each record.
"""

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import and_, select

from records.ledger.figures import Figures
from records.ledger.live_figures import renewed
from records.ledger.sessions import Sessions
from records.ledger.titles import records_in_words
from records.model.heads import Record, RecordHead
from records.model.states import State, Verdict
from records.store.by_id import with_ids
from records.store.tables import record, revision

PAGE = 500


class Walking(Figures):
    """The walking verb of `office.records`."""

    _sessions: Sessions  # given to `Records`, which this is a part of

    def each(
        self,
        form_id: str,
        *,
        search: str = "",
        states: Iterable[State | str] | None = None,
        verdicts: Iterable[Verdict | str] | None = None,
        order: str = "created",
        ids: bool = False,
    ) -> Iterator[Record]:
        """Yield the records of a form in *order* (see `list`). Raises Problem RECORDS-059, RECORDS-080.

        Where a record refers to another its answers show that one's title, or with *ids* its id. What other ledgers
        hold (`records.ledger.live_figures`) is as they stand now.
        """
        definition = self._shelf.definition(form_id)
        in_states = None if states is None else [*states]
        with_verdicts = None if verdicts is None else [*verdicts]
        after = None
        while True:
            page = self.list(
                form_id,
                search=search,
                states=in_states,
                verdicts=with_verdicts,
                after=after,
                limit=PAGE,
                order=order,
            )
            whole = renewed(self._sessions, self._shelf, self._whole(page.rows))
            yield from whole if ids else records_in_words(self._seat, definition, whole)
            after = page.next
            if after is None:
                return

    def _whole(self, heads: list[RecordHead]) -> Iterator[Record]:
        if not heads:
            return
        query = (
            select(record.c.office_code, record.c.record_id, revision.c.answers, record.c.form_digest)
            .join(
                revision,
                and_(
                    revision.c.office_code == record.c.office_code,
                    revision.c.record_id == record.c.record_id,
                    revision.c.rev == record.c.revision,
                ),
            )
            .where(with_ids([head.record_id for head in heads], {head.office_code for head in heads}))
        )
        with self._seat.store.reading() as connection:
            found = {(row[0], row[1]): (row[2], str(row[3])) for row in connection.execute(query)}
        for head in heads:
            answers, digest = found[head.office_code, head.record_id]
            yield Record(head, json.loads(answers), digest)
