"""The whole road on sample data, headless: what `./run demo` walks.

Every step goes through the same verbs a clerk, a reviewer and the province use; every count printed is read back
from the offices after the step, never assumed. The files it leaves are the proof.
"""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.console import demo_entries as entries
from desktop.console import demo_stage as stage
from desktop.console.desk import judged
from desktop.console.intake import Intake, take_in
from desktop.console.speech import Speech
from desktop.console.workbook_verbs import fixed_values, rows_of
from desktop.words import _
from forms.clock import SystemClock
from reports.workbooks.problem_codes import DUPLICATE_IN_OFFICE
from resources import path

if TYPE_CHECKING:
    from records.ledger import Office

SETTINGS = {"partner_province": "33", "stable_months": "3"}


class Walk:
    """The demonstration under way: offices, papers' folder, and what was counted so far."""

    def __init__(self, speech: Speech, out: Path, work: Path) -> None:
        self.speech = speech
        self.out = out
        self.work = work
        self.facts: dict[str, Any] = {"out": str(out)}
        self.steps = 0
        self.county = stage.make_office(work / "county", *stage.COUNTY, "county", SETTINGS)
        self.province = stage.make_office(work / "province", *stage.PROVINCE, "province", SETTINGS)
        self.port = stage.free_port()
        self.log = work / "server.log"

    def step(self, text: str, **facts: Any) -> None:
        """Say one step with its counts and keep them."""
        self.steps += 1
        self.facts.update(facts)
        self.speech.line(f"{self.steps:2d}. " + text.format(**facts))

    def county_as(self, name: str) -> Any:
        """Sit down in the county as *name*."""
        return self.county.open(name)

    def province_office(self) -> Any:
        """Sit down in the province as its reviewer."""
        return self.province.open(stage.REVIEWER)


def walk(speech: Speech, out: Path | None) -> dict[str, Any]:
    """Walk the whole road and return every count; the papers stay in *out* (a new folder when None)."""
    started = time.monotonic()
    out = out or Path(tempfile.mkdtemp(prefix="xiezuo-demo-"))
    out.mkdir(parents=True, exist_ok=True)
    with _work_folder() as work:
        demonstration = Walk(speech, out, work)
        demonstration.step(
            _("建立两个单位：{county} 与 {province}"), county=stage.COUNTY[1], province=stage.PROVINCE[1]
        )
        for part in (
            _enrol,
            _bring_in,
            _correct_roster,
            _complete,
            _print,
            _send,
            _review,
            _correct_and_carry,
            _prove,
        ):
            part(demonstration)
    demonstration.facts["seconds"] = round(time.monotonic() - started, 1)
    demonstration.step(
        _("完成，用时 {seconds} 秒；文件在 {out}"), seconds=demonstration.facts["seconds"], out=str(out)
    )
    return demonstration.facts


@contextmanager
def _work_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="xiezuo-offices-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _enrol(demo: Walk) -> None:
    from sync import enrolment

    invitation, reply = demo.work / "enrol.json", demo.work / "answer.json"
    with demo.province_office() as province:
        enrolment.new(province, stage.COUNTY[0], invitation, f"http://127.0.0.1:{demo.port}")
    with demo.county_as(stage.REVIEWER) as county:
        answered = enrolment.answer(county, invitation, reply)
    with demo.province_office() as province:
        accepted = enrolment.accept(province, reply)
    demo.step(
        _("设备登记：两边指纹一致 {same}（{fingerprint}）"),
        same=answered.fingerprint == accepted.fingerprint,
        fingerprint=accepted.fingerprint,
    )


def _bring_in(demo: Walk) -> None:
    with demo.county_as(stage.CLERK) as county:
        for name, title, form_ids in (
            ("labour-roster-township", _("劳务花名册"), ["employment"]),
            ("donation-ledger-2023", _("捐赠台账"), ["money_donation", "goods_donation"]),
            ("trainee-roster-class", _("学员花名册"), ["training_class"]),
        ):
            file, errors = path("samples", f"{name}.xlsx"), demo.out / f"{name}-errors.xlsx"
            _tell(demo, name, title, _roster(county, form_ids, file, errors))


def _tell(demo: Walk, name: str, title: str, intake: Intake) -> None:
    demo.facts[name] = {"good": intake.good, "refused": intake.refused_rows, "ignored": intake.ignored}
    demo.step(_("导入{title}：进入 {good} 行，退回 {refused} 行，另有 {ignored} 行不是数据"),
              title=title, good=intake.good, refused=intake.refused_rows, ignored=intake.ignored)  # fmt: skip
    for code, count in sorted(Counter(problem.code for problem in intake.problems).items()):
        example = next(problem for problem in intake.problems if problem.code == code)
        demo.speech.line(f"      {code} × {count}  {example.place}  {example.what(_)}")


def _roster(county: "Office", form_ids: list[str], file: Path, errors: Path | None = None) -> Intake:
    return take_in(
        county,
        [county.forms.definition(form_id) for form_id in form_ids],
        file,
        fixed=lambda definition: fixed_values(definition, entries.ROSTER_LACKS.get(definition.form_id, ())),
        errors=errors,
    )


def _correct_roster(demo: Walk) -> None:
    corrected = demo.out / "labour-roster-township-corrected.xlsx"
    cells = entries.correct_roster(demo.out / "labour-roster-township-errors.xlsx", corrected)
    with demo.county_as(stage.CLERK) as county:
        intake = _roster(county, ["employment"], corrected)
    known = sum(problem.code == DUPLICATE_IN_OFFICE.code for problem in intake.problems)
    demo.step(_("在有问题的花名册里改正 {cells} 格再导入：又进入 {now_entered} 行，{known} 行台账里已有，{still_wrong} 行仍待改"),
              cells=cells, now_entered=intake.good, known=known, still_wrong=intake.refused_rows - known)  # fmt: skip


def _complete(demo: Walk) -> None:
    with demo.county_as(stage.CLERK) as county:
        entered = entries.by_hand(county)
        donations = entries.finish_drafts(county)
        completed, refused, against = _over_all(county, "draft", county.records.complete)
    demo.step(_("手工录入 {entered} 条，补填捐赠 {donations} 条；完成 {completed} 条，检查未通过 {refused} 条"),
              entered=entered, donations=donations, completed=completed, refused=refused)  # fmt: skip
    for (code, place), count in sorted(Counter((problem.code, problem.place) for problem in against).items()):
        demo.speech.line(f"      {code} × {count}  {place}")
    with demo.county_as(stage.REVIEWER) as county:
        approved, _refused, _against = _over_all(county, "complete", county.records.approve)
    demo.step(_("审核通过 {approved} 条"), approved=approved)


def _over_all(office: "Office", state: str, act: Any) -> tuple[int, int, list[Any]]:
    """Do *act* on every record in *state*, form by form; return how many went through, how many not, and why."""
    done, left = 0, 0
    problems: list[Any] = []
    for info in office.forms.all():
        page = office.records.list(info.form_id, states=[state], limit=100_000)
        passed, refused = judged(act([head.record_id for head in page.rows]))
        done += passed
        left += refused.records
        problems += refused.problems
    return done, left, problems


def _print(demo: Walk) -> None:
    from reports import papers

    with demo.county_as(stage.CLERK) as county:
        today = SystemClock().today()
        head = county.records.list("money_donation", states=["approved"], limit=1).rows[0]
        issued = county.receipts.printed(county.receipts.issue(head.record_id).receipt_id)
        definition = county.forms.definition("money_donation")
        answers = county.records.get(head.record_id).answers
        papers.receipt(issued, answers, definition, county.info, demo.out / "receipt.pdf")
        for layout_id, file in (
            ("labour-roster", "labour-roster.pdf"),
            ("trainee-sign-in", "trainee-sign-in.pdf"),
        ):
            layout = papers.layouts()[layout_id]
            papers.roster(
                layout,
                list(rows_of(county, layout.form_id)),
                demo.out / file,
                definition=county.forms.definition(layout.form_id),
                office_info=county.info,
                as_of=today,
            )
    demo.step(_("打印捐赠登记凭证 {number}（三联）、劳务花名册、学员签到表"), number=issued.number)


def _send(demo: Walk) -> None:
    from sync import outbox

    with demo.county_as(stage.REVIEWER) as county:
        batch = outbox.seal(county, demo.out / "usb")
        if batch is None:
            raise RuntimeError("nothing was approved: the demonstration cannot go on")
        demo.step(_("封装批次 {number}：{records} 条，{size} 字节"),
                  number=batch.number, records=batch.records, size=batch.file.stat().st_size)  # fmt: skip
        with (
            stage.served(demo.province, demo.port, demo.log) as address,
            outbox.http_link(county, address) as link,
        ):
            sent = outbox.send(county, link)
    demo.step(_("经 HTTP 上报 {sent_batches} 批，收到签名回执 {acknowledged} 份"),
              sent_batches=sent.batches, acknowledged=sent.acknowledged)  # fmt: skip


def _review(demo: Walk) -> None:
    from sync import inbox, outbox

    with demo.province_office() as province:
        batch = inbox.batches(province)[0]
        waiting = [item for item in inbox.records(province, batch.batch_key) if item.form_id == "employment"]
        returned = [item.record_id for item in waiting[:2]]
        inbox.send_back(
            province, batch.batch_key, returned, _("务工企业名称与回访记录不符，请核实。"), "employer_name"
        )
        accepted, _refused = judged(inbox.accept(province, batch.batch_key))
    demo.step(
        _("省级审核：入库 {accepted} 条，退回 {returned} 条（附意见）"),
        accepted=accepted,
        returned=len(returned),
    )
    with (
        demo.county_as(stage.REVIEWER) as county,
        stage.served(demo.province, demo.port, demo.log) as address,
        outbox.http_link(county, address) as link,
    ):
        outbox.send(county, link)
        heads = county.records.list("employment", states=["returned"], limit=10).rows
    demo.step(_("县级看到退回 {seen} 条：{question}，{words}"),
              seen=len(heads), question=heads[0].verdict_question, words=heads[0].verdict_reason)  # fmt: skip


def _correct_and_carry(demo: Walk) -> None:
    from sync import inbox, outbox

    with demo.county_as(stage.CLERK) as county:
        returned = [
            head.record_id for head in county.records.list("employment", states=["returned"], limit=10).rows
        ]
        for record_id in returned:
            record = county.records.get(record_id)
            answers = {
                **record.answers,
                "employer_name": f"{record.answers['employer_name']}（{_('已核实')}）",
            }
            county.records.save("employment", answers, record_id=record_id, base=record.head.revision,
                                token=county.ids.token(), reason=_("按省级意见核实"))  # fmt: skip
        county.records.complete(returned)
    with demo.county_as(stage.REVIEWER) as county:
        county.records.approve(returned)
        batch = outbox.seal(county, demo.out / "usb")
    if batch is None:
        raise RuntimeError("the corrected records were not sealed")
    with demo.province_office() as province:
        received = inbox.receive(province, demo.out / "usb" / batch.file.name)
        accepted, _refused = judged(inbox.accept(province, received.batch_key))
        acknowledgement = inbox.acknowledge(
            province, received.batch_key, demo.out / "usb" / "acknowledgement.ack"
        )
    with demo.county_as(stage.REVIEWER) as county:
        outbox.apply(county, acknowledgement)
    demo.step(_("更正后用 U 盘送第 {number} 批：{carried} 条，入库 {now_accepted} 条，回执带回"),
              number=batch.number, carried=batch.records, now_accepted=accepted)  # fmt: skip


def _prove(demo: Walk) -> None:
    with demo.county_as(stage.REVIEWER) as county:
        here = {info.form_id: county.records.counts(info.form_id) for info in county.forms.all()}
        county_chain = county.audit.verify()
    with demo.province_office() as province:
        there = {info.form_id: province.records.counts(info.form_id) for info in province.forms.all()}
        province_chain = province.audit.verify()
    accepted_here = sum(counts.get("accepted", 0) for counts in here.values())
    accepted_there = sum(counts.get("accepted", 0) for counts in there.values())
    chains = not county_chain.problems and not province_chain.problems
    demo.step(_("对账：县级已入库 {accepted_here} 条，省级已入库 {accepted_there} 条，相符 {agree}；审计链完整 {chains}"),
              accepted_here=accepted_here, accepted_there=accepted_there,
              agree=accepted_here == accepted_there, chains=chains)  # fmt: skip
