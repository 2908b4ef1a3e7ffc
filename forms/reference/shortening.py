"""Short forms of place names as people write them: 四川, 凉山州, 恩施, 甘洛."""

import re

_ETHNIC = (
    "汉蒙回藏苗彝壮侗瑶白傣黎佤畲水土怒京满羌|蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|高山|拉祜|东乡|纳西|景颇|柯尔克孜|"
    "达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_SINGLE, _, _LONG = _ETHNIC.partition("|")
_PEOPLES = rf"(?:(?:{_LONG}|[{_SINGLE}])族)"
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES}+|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)?自治(区|州|县|旗)$")
_REGIONS = re.compile(r"(?:维吾尔|壮族|回族)?自治区$")
_PLAIN = re.compile(r"(?:特别行政区|地区|林区|特区|新区|省|市|区|县|州|盟|旗)$")


def short_forms(name: str, level: int) -> list[str]:
    """Return the forms under which *name* is also known, without *name* itself; none of a single character."""
    autonomous = _AUTONOMOUS.search(name)
    found = []
    if autonomous:
        stem = _REGIONS.sub("", name) if level == 1 else name[: autonomous.start()]
        found = [stem, stem + autonomous[1]]
    else:
        found = [_PLAIN.sub("", name)]
    return [each for each in dict.fromkeys(found) if len(each) > 1 and each != name]
