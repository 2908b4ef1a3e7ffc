"""Amounts of money in Chinese capitals, for papers.

Rules: 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定). Where it allows two ways we take one, always: 整 after
角; no 零 where only the 万 or 元 digit is 0 and the next digit is not (107000.53 → 壹拾万柒仟元伍角叁分), and one 零 for a
whole empty 万 group.
"""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_WAN = 10**4
_YI = 10**8


def in_capitals(fen: int) -> str:
    """Say *fen* (分, may be negative) as ``人民币壹仟肆佰零玖元伍角整``; 0 is 人民币零元整."""
    sign, fen = ("负", -fen) if fen < 0 else ("", fen)
    yuan, cents = divmod(fen, 100)
    if not fen:
        return "人民币零元整"
    whole = f"{_whole(yuan)}元" if yuan else ""
    return f"人民币{sign}{whole}{_cents(cents, after_yuan=bool(yuan))}"


def _cents(cents: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    if not fen:
        return f"{_DIGITS[jiao]}角整"
    if not jiao:
        return f"{'零' if after_yuan else ''}{_DIGITS[fen]}分"
    return f"{_DIGITS[jiao]}角{_DIGITS[fen]}分"


def _whole(number: int) -> str:
    """Say a positive whole number; 亿 may stack (壹万亿)."""
    for unit, name in ((_YI, "亿"), (_WAN, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            zero = "零" if low and low < unit // 10 else ""
            return f"{_whole(high)}{name}{zero}{_whole(low) if low else ''}"
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    said = ""
    for digit, place in zip(f"{number:04}", _PLACES, strict=True):
        if digit != "0":
            said += _DIGITS[int(digit)] + place
        elif said and not said.endswith("零"):
            said += "零"
    return said.removesuffix("零")
