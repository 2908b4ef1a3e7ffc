"""All benchmarks as one table: ours, the raw limit beside it in the same run, and the ratio.

``python -m benchmarks`` runs every part; names after it choose some; ``--small`` takes a tenth of the sizes.
Only ratios inside one run mean anything: machines differ, and so do quiet and busy hours.
"""

import argparse
import importlib
import json
import sys
from typing import Any

PARTS = (
    "start",
    "desk",
    "saving",
    "searching",
    "forms",
    "form_peers",
    "importing",
    "papers",
    "road",
    "devices",
    "doubles",
    "figures",
)


def main(arguments: list[str]) -> int:
    """Run the parts asked for and print the table; ``--json`` prints one JSON line a measurement."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--small", action="store_true", help="a tenth of the sizes, for a first look")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if not chosen.json:
        print(f"{'job':<46}{'ours':>16}{'limit or peer':>18}{'ratio':>9}   beside")
    for part in chosen.parts or PARTS:
        module = importlib.import_module(f"benchmarks.{part}")
        for row in module.run(0.1 if chosen.small else 1.0):
            print(json.dumps(row, ensure_ascii=False) if chosen.json else _line(row), flush=True)
    return 0


def _line(row: dict[str, Any]) -> str:
    """Return one measurement as a line: job, ours, limit, ratio, what the limit is."""
    ratio = f"{row['ratio']:.2f}×" if row.get("ratio") is not None else ""
    return f"{row['job']:<46}{row['ours']:>16}{row.get('limit', ''):>18}{ratio:>9}   {row.get('beside', '')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
