"""Runs in a peer's own environment: lines of JSON strings in, each as the peer named on the command line writes it."""

import json
import re
import sys


def hazm_normalizer():
    """hazm's, as it comes."""
    from hazm import Normalizer

    return Normalizer().normalize


def shekar_normalizer():
    """shekar's, as it comes."""
    from shekar import Normalizer

    return Normalizer()


def number_speller():
    """Whole numbers with Latin digits in words, as num2words has them; all else stays."""
    from num2words import num2words

    return lambda text: re.sub(
        r"(?<![\d.,٫٬/:-])\d{1,15}(?![\d.,٫٬/:-]*\d)", lambda found: num2words(int(found[0]), lang="fa"), text
    )


def main() -> None:
    """Answers each line with one."""
    makers = {"hazm": hazm_normalizer, "shekar": shekar_normalizer, "num2words": number_speller}
    write = makers[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(str(write(json.loads(line)))), flush=True)


main()
