"""Credits and thanks that models invent, and what people say that looks like them."""

import pytest

from dabir_core.asr.boilerplate import is_boilerplate


@pytest.mark.parametrize(
    "text",
    [
        "زیرنویس",
        "زیرنویس توسط علی",
        "زیرنویس شده توسط تیم ترجمه",
        "زیر‌نویس: ",
        "ترجمه و زیرنویس از سارا",
        "مترجم و هماهنگی زیرنویس",
        "ممنون که تا پایان این ویدیو تماشا کردید.",
        "با تشکر از همراهی شما. ممنون که این ویدیو را تماشا کردید!",
        "لطفاً لایک و سابسکرایب کنید",
        "لطفا کانال ما را سابسکرایب کنید",
        "ترجمة نانسي قنقر",
        "اشتركوا في القناة",
        "شكرا للمشاهدة",
        "Subtitles by the Amara.org community",
        "English subtitles made by Sara",
        "Thanks for watching!",
        "Thank you so much for watching.",
        "Please like and subscribe.",
        "♪ Thank you for watching ♪",
        "ممنون که گوش دادید.",
        "در ویدیوی بعدی می‌بینمتون!",
        "ادامه دارد…",
        "[موسیقی]",
        "الترجمة من قبل نانسي",
        "نراكم في الفيديو القادم",
        "Translated by Sara",
        "See you in the next video!",
        "Transcribed by https://otter.ai",
        "سلام. ممنون که تا پایان این ویدیو را تماشا کردید.",
    ],
)
def test_credits_and_thanks_are_boilerplate(text: str) -> None:
    assert is_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "سلام، من دیروز با مادرم به بازار رفتم.",
        "این فیلم زیرنویس ندارد، باید دوبله‌اش را پیدا کنیم.",
        "ممنون که آمدید.",
        "ترجمهٔ این کتاب خیلی خوب است.",
        "من این کانال را دوست دارم.",
        "شكرا لك يا صديقي",
        "این کار ادامه دارد تا فردا",
        "موسیقی ایرانی را دوست دارم",
        "See you next week in the office.",
        "Thank you for coming.",
        "I have been watching you.",
        "We need subtitles.",
        "The film has English subtitles and was made by a friend.",
    ],
)
def test_what_people_say_is_not(text: str) -> None:
    assert not is_boilerplate(text)


def test_real_text_with_thanks_at_its_end_is_not() -> None:
    said = "در این درس دیدیم که انرژی پتانسیل به ارتفاع جسم و جرم آن بستگی دارد و با سرعت کاری ندارد."
    assert not is_boilerplate(said + " ممنون که تماشا کردید.")
