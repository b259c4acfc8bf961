"""The text of the bundled voice note: natural sentences of known words, none of them in training.

They follow the templates and were chosen, after training, as ones that the checkpoint reads exactly: of the note's
first text it misread two of eight sentences (those outside the templates are scored in `off_template`). So the note
demonstrates; it measures nothing.
"""

from typing import Final

SAMPLE_SENTENCES: Final = (
    "سلام، من دیروز با مادرم به بازار رفتم.",
    "ما دیروز نان و پنیر خریدیم.",
    "مادرم کتاب‌ها را به برادرم داد.",
    "برادرم هر شب کتاب می‌خواند.",
    "هوا امروز سرد است، پس من امشب در خانه می‌مانم.",
    "فردا با دوستم به کتابخانه می‌روم.",
    "تو فردا کجا می‌روی؟",
)
