"""What changes from one version of a form to the next: FORMS-22n. Soft: told, not refused; the ledger decides."""

from forms.problems import Detail, Severity
from forms.words import N_


def _change(code: str, what: str, remedy: str) -> Detail:
    return Detail(code, what, remedy, Severity.SOFT)


ADDED = _change("FORMS-220", N_("新增问题“{label}”（{question}）。"), N_("以前的记录这一项为空。"))
REMOVED = _change(
    "FORMS-221", N_("去掉了问题“{label}”（{question}）。"), N_("以前的记录仍按原版打开，数据保留。")
)
RENAMED = _change(
    "FORMS-222",
    N_("问题“{label}”的名称由 {before} 改为 {question}。"),
    N_("名称一变就是另一个问题，旧答案不会移过来；如非有意，请改回原名。"),
)
TYPE_CHANGED = _change(
    "FORMS-223", N_("问题“{label}”的题型由 {before} 改为 {after}。"), N_("已发布的问题只可改为文字。")
)
CHOICES_REMOVED = _change(
    "FORMS-224", N_("问题“{label}”去掉了选项：{choices}。"), N_("以前选过的记录迁移后需要重新选择。")
)
CHOICES_ADDED = _change("FORMS-225", N_("问题“{label}”新增选项：{choices}。"), N_("填报人可以选用。"))
NOW_REQUIRED = _change("FORMS-226", N_("问题“{label}”改为必填。"), N_("迁移后的草稿需要补填。"))
CHECKS_CHANGED = _change(
    "FORMS-227", N_("问题“{label}”的规则有变：{rules}。"), N_("迁移后的草稿按新规则检查。")
)
WORDS_CHANGED = _change("FORMS-228", N_("问题“{label}”的文字有改动。"), N_("数据不受影响。"))
NO_LONGER_REQUIRED = _change("FORMS-229", N_("问题“{label}”不再必填。"), N_("填报人可以留空。"))
