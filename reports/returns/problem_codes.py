"""What a person can mend about returns."""

from forms.problems import Detail
from forms.words import N_

RETURN_UNKNOWN = Detail(
    "REPORTS-220",
    N_("没有报表“{code}”（{period}）。"),
    N_("请用 xiezuo returns list 列出的报表和报告期。"),
)
PERIOD_NOT_OVER = Detail(
    "REPORTS-221",
    N_("报告期 {period} 到 {last} 才结束，现在还不能填报。"),
    N_("请等报告期结束，或选择上一个报告期。"),
)
RETURN_LOCKED = Detail(
    "REPORTS-222",
    N_("{title} 已提交并锁定。"),
    N_("要修改的，先申请修改并写明理由。"),
)
"""It was handed in already: its figures do not change any more."""

NO_SUCH_LEDGER = Detail(
    "REPORTS-223",
    N_("本单位没有“报告期与上报”台账。"),
    N_("请先取用上级下发的表单，或发布内置表单 report_submission。"),
)
