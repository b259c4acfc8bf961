from transformers.models.whisper.configuration_whisper import NON_SPEECH_TOKENS_MULTI

from dabir_core.asr.non_speech import non_speech_tokens
from dabir_core.asr.vocabulary import Vocabulary


def test_the_ids_are_the_published_ones(multilingual: Vocabulary) -> None:
    """transformers' list leaves out the two tasks, which openai/whisper and the official checkpoints suppress."""
    tasks = {multilingual.translate, multilingual.transcribe}
    assert set(non_speech_tokens(multilingual)) == {*NON_SPEECH_TOKENS_MULTI, *tasks}


def test_end_of_text_may_always_be_said(multilingual: Vocabulary) -> None:
    assert multilingual.end_of_text not in non_speech_tokens(multilingual)
