"""What a person can mend about figures and what is published."""

from forms.problems import Detail
from forms.words import N_

PERIOD_UNKNOWN = Detail(
    "REPORTS-200",
    N_("“{period}”不是一个期别。"),
    N_("请写年度 2026、季度 2026-Q3、半年 2026-H1、月份 2026-11，或跨年 2013..2016。"),
)
SCHEME_UNKNOWN = Detail("REPORTS-201", N_("没有考核办法“{scheme}”。"), N_("可用的有：{known}。"))
INDICATOR_UNKNOWN = Detail(
    "REPORTS-202", N_("没有指标“{name}”。"), N_("请用 xiezuo indicators 列出的编号，例如 LAB-01。")
)
NO_NUMBER = Detail("REPORTS-203", N_("“{text}”不是一个数。"), N_("请只写数字，例如 1200 或 87.5，不带单位。"))
