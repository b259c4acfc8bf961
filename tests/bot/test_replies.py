"""What a person reads of a transcript. Times, marks and legends are told apart by hand."""

import pytest

from dabir_bot import texts
from dabir_bot.replies import View, failure, growing, reply
from dabir_bot.splitting import units
from dabir_bot.status import Stage, Status, status_line
from dabir_core.errors import AudioError, DecoderMissing, EngineCrashed, NotMedia, SourceMissing, SourceUnreadable
from dabir_core.link_errors import FetchError, LinkGone, LinkRegion, LinkUnreachable
from dabir_core.transcript import Segment, Transcript, TranscriptWarning, WarningKind


def said(*lines: str, language: str = "fa", warnings: tuple[TranscriptWarning, ...] = ()) -> Transcript:
    segments = tuple(Segment(10.0 * at, 10.0 * at + 9, line, language) for at, line in enumerate(lines))
    return Transcript(segments, 10.0 * len(lines), language, 1.0, "m", warnings)


def warned(kind: WarningKind, start: float, end: float) -> TranscriptWarning:
    return TranscriptWarning(kind, start, end, end - start)


def test_a_short_text_is_one_message_and_no_file() -> None:
    answer = reply(said("سلام دنیا.", "خوبی؟"), View())

    assert answer.messages == ("سلام دنیا.\nخوبی؟",)
    assert answer.document == ""


def test_times_are_in_the_readers_digits() -> None:
    transcript = said("سلام.", "خوبی؟")

    assert reply(transcript, View(has_times=True)).messages == ("[۰:۰۰] سلام.\n[۰:۱۰] خوبی؟",)
    assert reply(transcript, View("en", has_times=True)).messages == ("[0:00] سلام.\n[0:10] خوبی؟",)


def test_silence_is_told_in_the_persons_language() -> None:
    assert reply(said(), View()).messages == ("در این صدا حرفی نشنیدم.",)
    assert reply(said(), View("en")).messages == ("I heard no speech in this.",)


def test_doubtful_words_stand_between_marks_with_one_legend() -> None:
    warnings = (warned(WarningKind.LOW_CONFIDENCE, 10.0, 29.0),)

    (message,) = reply(said("یک.", "دو.", "سه.", "چهار.", warnings=warnings), View()).messages

    assert message == f"یک.\n❔ دو.\nسه. ❔ چهار.\n\n{texts.DOUBTFUL.fa}"


def test_a_gap_is_marked_where_words_may_be_missing() -> None:
    warnings = (warned(WarningKind.TEXT_UNFINISHED, 0.0, 9.0),)

    (message,) = reply(said("one.", "two.", language="en", warnings=warnings), View("en")).messages

    assert message == f"one. […]\ntwo.\n\n{texts.GAPS.en}"


def test_a_late_answer_and_lost_sound_are_told() -> None:
    transcript = said("سلام.", warnings=(warned(WarningKind.AUDIO_LOST, 0.0, 1.0),))

    (message,) = reply(transcript, View(is_late=True)).messages

    assert message == f"سلام.\n\n{texts.SOUND_LOST.fa}\n{texts.LATE.fa}"


def test_a_text_of_two_messages_is_split_and_a_longer_one_is_a_file() -> None:
    two = reply(said(*["یک دو سه چهار پنج."] * 300), View())
    filed = reply(said(*["یک دو سه چهار پنج."] * 500), View())

    assert len(two.messages) == 2 and two.document == ""
    assert len(filed.messages) == 1 and filed.document.count("\n") == 500
    assert "۲۵۰۰" in filed.messages[0] or "۲٬۵۰۰" in filed.messages[0]
    assert all(units(message) <= 4096 for message in (*two.messages, *filed.messages))


def test_growing_text_shows_its_end_and_how_far_it_is() -> None:
    shown = growing(Status(Stage.WRITING, done=0.5, text="یک " * 3000), "fa")

    assert shown.startswith("… یک") and shown.endswith("۵۰٪")
    assert units(shown) < 4096


@pytest.mark.parametrize(
    ("status", "fa", "en"),
    [
        (Status(Stage.WAITING, ahead=3), "⏳ در صف است؛ ۳ کار پیش از آن هست.", "⏳ Queued, 3 before it."),
        (Status(Stage.WAITING, ahead=0), texts.NEXT_IN_LINE.fa, texts.NEXT_IN_LINE.en),
        (Status(Stage.FETCHING, done=0.25), "⬇️ در حال دریافت… ۲۵٪", "⬇️ Downloading… 25%"),
        (
            Status(Stage.WRITING, done=0.4, left=61.0),
            "✍️ در حال نوشتن… ۴۰٪، حدود ۲ دقیقه مانده",
            "✍️ Writing… 40%, about 2 min left",
        ),
        (Status(Stage.WRITING, left=40.2), "✍️ در حال نوشتن… حدود ۴۱ ثانیه مانده", "✍️ Writing… about 41 s left"),
    ],
)
def test_a_status_is_one_line_in_the_persons_language(status: Status, fa: str, en: str) -> None:
    assert (status_line(status, "fa"), status_line(status, "en")) == (fa, en)


def test_a_failure_names_the_file_as_its_sender_did_and_no_path() -> None:
    told = failure(NotMedia("/srv/sounds/17/sound"), name="جلسه.docx", speaks="fa")

    assert "جلسه.docx" in told and "/srv" not in told


def test_the_servers_own_trouble_is_not_told_in_detail() -> None:
    assert failure(EngineCrashed("/srv/sounds/17/sound"), name="a.mp3", speaks="fa") == texts.SERVER_TROUBLE.fa


def test_a_links_failure_names_its_site() -> None:
    assert "example.org" in failure(LinkGone("example.org"), name="", speaks="en")


@pytest.mark.parametrize("error", [DecoderMissing("sound"), SourceMissing("sound"), SourceUnreadable("sound")])
def test_nobody_in_a_chat_is_told_to_mend_the_server(error: AudioError) -> None:
    assert failure(error, name="a.mp3", speaks="fa") == texts.SERVER_TROUBLE.fa


@pytest.mark.parametrize("error", [LinkUnreachable("example.org"), LinkRegion("example.org")])
def test_nobody_in_a_chat_is_sent_to_their_own_network(error: FetchError) -> None:
    told = failure(error, name="", speaks="fa") + failure(error, name="", speaks="en")
    assert not any(word in told for word in ("اینترنت را بررسی", "پراکسی", "network", "proxy"))


def test_a_foreign_name_does_not_turn_the_sentence() -> None:
    """FSI and PDI around it: UAX 9."""
    assert "«\u2068Meeting (1).docx\u2069»" in failure(NotMedia("x"), name="Meeting (1).docx", speaks="fa")


def test_texts_of_several_links_say_which_is_which() -> None:
    title = "🔗 example.org/b.mp3"
    assert reply(said("سلام."), View(title=title)).messages == (f"{title}\nسلام.",)
    assert reply(said(), View(title=title)).messages == (f"{title}\n{texts.NO_SPEECH.fa}",)
    filed = reply(said(*["جمله‌ای نسبتاً بلند که چند بار می‌آید."] * 300), View(title=title))
    assert filed.messages[0].startswith(title) and not filed.document.startswith(title)
