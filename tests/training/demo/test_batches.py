"""Windows become tensors whose labels, prompts and guides say the same thing."""

from dataclasses import replace

import torch

from dabir_training.demo.batches import IGNORED, Batches
from dabir_training.demo.corpus import Corpus
from dabir_training.demo.run_file import Run
from dabir_training.demo.tokenizer import Vocabulary


def _full(run: Run, **changes: float) -> Run:
    shares = {"short_steps": 0, "timestamp_share": 0.0, "previous_share": 0.0, "empty_share": 0.0, **changes}
    return replace(run, training=replace(run.training, **shares))  # type: ignore[arg-type]


def _read(vocabulary: Vocabulary, labels: torch.Tensor) -> str:
    return str(vocabulary.tokenizer.decode([int(label) for label in labels if label != IGNORED]))


def test_same_step_gives_same_batch(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    first, second = (Batches(tiny_run, tiny_corpus, tiny_vocabulary).draw(5) for _ in range(2))

    assert torch.equal(first.log_mel, second.log_mel)
    assert torch.equal(first.tokens, second.tokens)
    assert not torch.equal(first.tokens, Batches(tiny_run, tiny_corpus, tiny_vocabulary).draw(6).tokens)


def test_labels_are_the_text_and_its_end(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    batch = Batches(tiny_run, tiny_corpus, tiny_vocabulary).draw(1)
    texts = {utterance.text for utterance in tiny_corpus.utterances}
    known = tiny_vocabulary

    for tokens, labels in zip(batch.tokens, batch.labels, strict=True):
        assert tokens[:4].tolist() == [known.start_of_transcript, known.persian, known.transcribe, known.no_timestamps]
        assert labels[:3].tolist() == [known.persian, known.transcribe, IGNORED]
        assert _read(known, labels[3:]).strip() in texts
        assert labels[labels != IGNORED][-1] == known.end_of_text


def test_full_windows_have_the_whole_length(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    batch = Batches(_full(tiny_run), tiny_corpus, tiny_vocabulary).draw(0)

    assert batch.log_mel.shape == (4, 80, 1500)
    # Padding is digital silence: the last frame is at each window's floor, but for a masked band.
    assert torch.allclose(batch.log_mel[:, :, -1].median(dim=1).values, batch.log_mel.amin(dim=(1, 2)), atol=1e-5)


def test_empty_windows_teach_no_speech(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    batch = Batches(_full(tiny_run, empty_share=1.0), tiny_corpus, tiny_vocabulary).draw(0)

    expected = [tiny_vocabulary.no_speech, IGNORED, IGNORED, tiny_vocabulary.end_of_text]
    assert all(labels.tolist() == expected for labels in batch.labels)
    assert torch.all(batch.guides == -1)


def test_previous_text_stands_before_the_start(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    batch = Batches(_full(tiny_run, previous_share=1.0), tiny_corpus, tiny_vocabulary).draw(0)

    for tokens, labels in zip(batch.tokens.tolist(), batch.labels.tolist(), strict=True):
        start = tokens.index(tiny_vocabulary.start_of_transcript)
        assert tokens[0] == tiny_vocabulary.start_of_previous
        assert set(labels[:start]) == {IGNORED}
        assert labels[start] == tiny_vocabulary.persian


def test_timestamps_come_in_pairs_and_rise(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    batch = Batches(_full(tiny_run, timestamp_share=1.0), tiny_corpus, tiny_vocabulary).draw(0)

    for labels in batch.labels.tolist():
        times = [label for label in labels if label >= tiny_vocabulary.first_timestamp]
        assert len(times) % 2 == 0
        assert times == sorted(times)
        assert labels[2] == times[0]


def test_guides_follow_the_words(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    batch = Batches(_full(tiny_run), tiny_corpus, tiny_vocabulary).draw(0)

    for labels, guides in zip(batch.labels[:, 3:], batch.guides[:, 3:], strict=True):
        spans = guides[labels != IGNORED]
        assert torch.all(spans[:, 0] >= 0)
        assert torch.all(spans[:, 0] <= spans[:, 1])
        assert torch.all(spans[1:, 0] >= spans[:-1, 0])
        assert spans[-1, 0] < 750
