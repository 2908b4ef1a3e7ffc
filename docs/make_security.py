"""Writes docs/security.md from the claims beside it: ``python docs/make_security.py``."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
_HEAD = """\
# Security

Written by `docs/make_security.py`; do not edit.

## Threats, in a page

What is guarded: ID numbers, phones, bank cards and poverty of people who cannot choose another office; the only copy of
a year's work; receipts that stand for money.

| who | can | is met by |
|---|---|---|
| a thief of the PC or of a stick | read every byte | SQLCipher file, keyring by Argon2id, batches by age; no plain copy stays |
| a colleague at an open desk | press keys | lock after minutes without a touch, masks, a log line for each unmasking |
| somebody who guesses | try passphrases | waiting that grows and outlives a restart |
| somebody who left with old keys, a lost backup | open copies of their time | every key changed: what is written afterwards stays closed |
| a person of the office who cheats | change the past, approve alone, reuse a number | chained log and revisions, two persons, numbers committed before printing |
| somebody on the line | read, change, repeat, cut | sealed and signed batches, resumed byte by byte, idempotent import |
| a forged office | send records of others | enrolment by fingerprint, scope of divisions, revocation |
| a hostile file | exhaust, escape, run | limits before parsing, parsers in a limited child, text never markup or formula |
| chance: power, disk, kill, clock | half states, silent rot | WAL with FULL, authenticated pages, backups opened after writing; figures in `docs/reliability.md` |

Not met: a PC ruled by an attacker while the office is open (it sees what the person sees); a person with the leader's
passphrase; a disk that lies about what it wrote; the people of the office above, who are trusted with what is sent to them.

## Duties of 个人信息保护法 and what serves them

| article | duty | served by |
|---|---|---|
| 6, 19 | only what is needed, no longer than needed | forms ask by class of sensitivity; what is due is listed by rule (`xiezuo retention list`) |
| 28–30 | sensitive data: necessity, protection, consent or duty | `consent_status`, masks, encryption |
| 36 | stored within the country | no foreign host is contacted; nothing but the office above |
| 45, 46 | see, copy, correct | a person's page of all ledgers, the printed card, a correction as a new version |
| 47, 21 | erase, and have it erased by who was given it | erased by rule or on demand, by two, with proof, told to the office above; only stored while another law's term runs |
| 51 | classify, encrypt, limit rights, train | classes P0–P3, SQLCipher, roles |
| 54 | audit | `xiezuo verify`, `xiezuo audit`, the log in the window; exports with their reason |
| 55–57 | assess, remedy, notify | `xiezuo history`, the log of what was sent, to whom, when |

## Reporting a weakness

Tell the office above by telephone and in writing, not in a public place, with what you did and saw and the program's
version (`xiezuo --version`); use invented people, never real numbers. Who keeps the program confirms that it came, and
says when it is mended. Nobody is blamed for reporting in good faith.

## Claims and the tests that prove them

"""


def page() -> str:
    """Return the page's text."""
    sys.path.insert(0, str(HERE))
    from security_claims import MISSING, PROVED

    rows = ["| ASVS 5.0.0 | claim | proved by |", "|---|---|---|"]
    rows += [
        f"| {number} | {claim} | {', '.join(f'`{test}`' for test in tests)} |"
        for number, claim, tests in PROVED
    ]
    rows += ["", "## What is missing", ""]
    rows += [f"- {number}: {words}" for number, words in MISSING]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    (HERE / "security.md").write_text(page(), encoding="utf-8")
