"""What a bot must never write down, looked for in all that it wrote to standard output and error."""

import json

from tests.bot.bot_process import TOKEN, BotProcess


def told_by(bot: BotProcess, *words: str) -> list[str]:
    """Which of these words, and of the token's, stand in the log as they are or as JSON writes them."""
    log = bot.log()
    secrets = [TOKEN, TOKEN.partition(":")[2], *words]
    return [word for word in secrets if word and (word in log or json.dumps(word)[1:-1] in log)]


def stray_lines(bot: BotProcess) -> list[str]:
    """What somebody printed past the log."""
    return [line for line in bot.log().splitlines() if not _is_record(line)]


def _is_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
