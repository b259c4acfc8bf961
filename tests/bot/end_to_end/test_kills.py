"""The bot on SQLite is killed and stopped at random moments while many notes are on their way."""

import random
import time
from pathlib import Path

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd, Verdict
from tests.bot.person import TelegramServer
from tests.bot.spoken_notes import SpokenNotes

NOTES, PEOPLE = 100, 20
LONGEST_LIFE = 3.0
"""Seconds to a kill from the start, from the time at which the bot was ready, or from that at which its model was."""
STAGES = ("", "ready as", "is loaded")


def lives(bot: BotProcess, crowd: Crowd, *, kills: int, seed: int) -> Verdict:
    """Starts and kills; the notes come in evenly over all lives. The last life is left to finish."""
    draw = random.Random(seed)
    for life in range(kills):
        crowd.sends((life + 1) * NOTES // kills - len(crowd.waiting))
        stage = STAGES[life % len(STAGES)]
        bot.start(ready=bot.says(stage) if stage else lambda: True)
        time.sleep(draw.uniform(0.0, LONGEST_LIFE))
        bot.kill()
    bot.start()
    return crowd.settled(180)


@pytest.mark.parametrize(
    "kills",
    [pytest.param(5, marks=pytest.mark.long), pytest.param(50, marks=pytest.mark.slow)],
)
def test_nothing_is_lost_and_at_most_one_answer_comes_twice(tmp_path: Path, notes: SpokenNotes, kills: int) -> None:
    with TelegramServer.running(tmp_path / "telegram") as server:
        bot = BotProcess(server, tmp_path / "bot")
        try:
            verdict = lives(bot, Crowd(server, notes, PEOPLE), kills=kills, seed=kills)
        finally:
            orphans = bot.close()
    print(f"littered: {len(verdict.littered)}")
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
    assert orphans == []


@pytest.mark.parametrize(
    ("stops", "longest"),
    [pytest.param(2, 4.0, marks=pytest.mark.long), pytest.param(10, 3.0, marks=pytest.mark.slow)],
)
def test_a_stop_is_quick_and_the_next_start_goes_on(
    tmp_path: Path, notes: SpokenNotes, stops: int, longest: float
) -> None:
    """Two seconds on a quiet machine; on a busy one the end of the interpreter takes longer, which is allowed for."""
    with (
        TelegramServer.running(tmp_path / "telegram") as server,
        BotProcess.running(server, tmp_path / "bot") as bot,
    ):
        crowd = Crowd(server, notes, PEOPLE)
        took = []
        for _ in range(stops):
            answered = len(crowd.verdict().waits)
            crowd.sends(NOTES // stops)
            crowd.has_answers(answered + 1)
            took.append(bot.stop())
            bot.start()
        verdict = crowd.settled(180)
    print(f"stopped in {', '.join(f'{each:.2f}' for each in sorted(took))} s; doubled {len(verdict.doubled)}")
    assert max(took) <= longest
    assert verdict.lost == verdict.doubled == ()
