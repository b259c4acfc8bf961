"""Natural sentences of known words that no template of the demo grows: what the checkpoint is bad at.

The held-out sentences share their templates with training, so they say little about word orders that were never
trained. All of these are scored, so that the model card tells both. Four of them (the first, third, fifth and sixth)
stood in the voice note's first text and had been tried before; the others were written before the model read them.
"""

from typing import Final

OFF_TEMPLATE_SENTENCES: Final = (
    "سلام، اسم من مریم است.",
    "من دیروز صبح با مادرم به بازار کوچک رفتم.",
    "ما از بازار نان و پنیر خریدیم.",
    "کتاب‌ها و نامه‌ها روی میز است.",
    "برادرم هر شب یک داستان می‌خواند.",
    "امروز هوا سرد است، پس من در خانه می‌مانم.",
    "بچه‌ها دیروز در باغ خیلی بازی کردند.",
    "پدرم امروز خسته است و کار نمی‌کند.",
    "این شهر خیلی زیبا است، اما شلوغ است.",
    "من فردا ساعت هشت به مدرسه می‌روم.",
    "مادرم برای ما شام درست کرد.",
    "دوستم ماشین سفید و بزرگ دارد.",
    "آن‌ها از تهران به شیراز رفتند.",
    "لطفا کتاب من را باز کنید.",
    "زبان فارسی زیبا است.",
    "پنجره باز است و هوا سرد است.",
    "معلم خوب ما مهربان است.",
    "من چای و قهوه را دوست ندارم.",
    "گربه کوچک زیر میز خواب است.",
    "هر روز صبح روزنامه می‌خوانم.",
    "خواهرم سه گل قرمز برای مادرم خرید.",
    "فردا تعطیل است و ما به دریا می‌رویم.",
    "کلید ماشین در کیف من است.",
    "شما در این شهر زندگی می‌کنید؟",
)
