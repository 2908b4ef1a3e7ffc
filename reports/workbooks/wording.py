"""The words of rosters: how a heading is made comparable, and which rows are not data.

What townships write is nearly a language of its own: 姓  名, 身份证号码（必填）, 月工资（元）, 合 计, 制表人：. All of its
vocabulary stands here, so that a county with other habits is one line more.
"""

import re
import unicodedata
from functools import lru_cache

RUNNING_NUMBER = frozenset({"序号", "编号序", "no", "no.", "序", "号", "行号", "serial"})

LINKS = frozenset(
    {"记录号", "Record no."}
)  # the heading of record numbers in our templates, in each language

_BRACKETS = re.compile(r"[(\[{<【〔〈《「『][^()\[\]{}<>【】〔〕〈〉《》「」『』]*[)\]}>】〕〉》」』]")
_NOISE = re.compile(r"[\s:：*＊★☆、,，.。;；_\-—/\\|·\"'“”‘’]+")
_TOTAL = re.compile(
    r"^(本页|本表|全表|全县|全乡|全镇|全村|以上|总)?(合计|总计|小计|累计|共计)(人数|人次|金额|数量)?([:(].*|[\d.,]+[人元次]?.*)?$"
)
_SIGNATURE = re.compile(
    r"^(单位|部门|分管|主管|主要|经办|村|乡镇|学校|机构)?"
    r"(制表|填表|填报|审核|审批|复核|校核|负责|经办|统计|登记|领导|保管|监督|证明|联系|经手|制单|会计|出纳)"
    r"(人|员|单位|人员|领导|负责人)?(签字|签名|签章|盖章)?(\([^()]*\))?(:.*)?$"
)
_SIGNATURE_WITH_MARK = re.compile(
    r"(签字|签名|签章|盖章|公章)\)?[:：]?$|^\(?(盖章|公章)\)?$|^(单位|公司)?\((公|盖)章\)"
)
_NOTE = re.compile(r"^(备?注|说明|填表说明|填报说明|注意事项|填写说明|填表须知|附注|温馨提示)(\d*[:.、]|$)")
_SECTION = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.:)]")
_CAPTION = re.compile(r"([^\s:：，,；;。()（）]{2,16}|[^\s:：，,；;。]{2,16}[(（][^()（）]*[)）])\s*[:：]\s*")


def squeezed(text: str) -> str:
    """Return *text* in compatibility form (full-width made plain) without any blanks, in lower case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=20_000)
def normal_heading(text: str) -> str:
    """Return a heading for exact comparison: no blanks, punctuation or stars; brackets and their content stay."""
    return _NOISE.sub("", re.sub(r"[()\[\]{}<>【】]", "", squeezed(text)))


@lru_cache(maxsize=20_000)
def bare_heading(text: str) -> str:
    """Return a heading without what stands in brackets: 月工资（元） → 月工资, 身份证号(必填) → 身份证号."""
    plain = squeezed(text)
    bare = _NOISE.sub("", _BRACKETS.sub("", plain))
    return bare or _NOISE.sub("", plain)


def unit_in(text: str) -> str:
    """Return the unit a heading names in brackets or after a slash: 金额（万元） → 万元; '' when there is none."""
    found = re.search(
        r"[(/](?:单位:?)?(亿元|万元|千元|百元|元|万|角|分)(?:/[年月人天日])?\)?$", squeezed(text)
    )
    return found[1] if found else ""


def is_total(text: str) -> bool:
    """Say whether a row that begins with this cell is a sum."""
    return bool(_TOTAL.match(squeezed(text)))


def is_signature(text: str) -> bool:
    """Say whether this cell is a place to sign: 制表人：, 负责人（签字）：, （盖章）."""
    plain = squeezed(text)
    return bool(_SIGNATURE.match(plain) or _SIGNATURE_WITH_MARK.search(plain)) and len(plain) <= 40


def is_note(text: str) -> bool:
    """Say whether a row that begins with this cell is an explanation: 注：本表一式三份。."""
    return bool(_NOTE.match(squeezed(text)))


def is_section(text: str) -> bool:
    """Say whether this is the heading of a section between the rows: 一、某某村."""
    return bool(_SECTION.match(squeezed(text)))


def captions_in(text: str) -> list[tuple[str, str]]:
    """Return the ``words：value`` pairs of one cell; several may stand side by side, separated by blanks."""
    starts = list(_CAPTION.finditer(text))
    pairs = []
    for number, found in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        pairs.append((found[1].strip(), text[found.end() : end].strip()))
    return pairs
