"""What the bot says about itself, in Persian and English: commands, menus, admins' business."""

from typing import Final

from dabir_core.phrase import Phrase

START: Final = Phrase(
    en="Hello! Send me a voice note, a sound or video file, or a link, and I write down what is said.\n\n"
    "Spoken language: {spoken}. Change it with /language.\nWhat I keep of it: /privacy. Everything else: /help.",
    fa="سلام! پیام صوتی، فایل صدا یا ویدیو، یا پیوند بفرستید تا متنش را بنویسم.\n\n"
    "زبان گفتار: {spoken}. با ‎/language عوضش کنید.\nچه چیزی را نگه می‌دارم: ‎/privacy. بقیهٔ کارها: ‎/help.",
)
HELP: Final = Phrase(
    en="Send me:\n• a voice note or a round video\n• a sound or video file, also as a document, up to {megabytes} MB\n"
    "• several of them as an album\n{links}\nUnder each text there are buttons for subtitles, English, and times.\n\n"
    "In groups, reply to a recording with /transcribe. Admins can have all of them written with /settings.\n\n"
    "/language – what is spoken\n/settings – how texts look\n/privacy – what is kept\n/forget – delete all of mine",
    fa="این‌ها را بفرستید:\n• پیام صوتی یا ویدیوی گرد\n• فایل صدا یا ویدیو، تا {megabytes} مگابایت\n"
    "• چند تا با هم، به شکل آلبوم\n{links}\nزیر هر متن دکمه‌هایی برای زیرنویس، انگلیسی و زمان هست.\n\n"
    "در گروه، روی صدا با ‎/transcribe پاسخ بدهید. مدیران با ‎/settings می‌توانند بخواهند همهٔ صداها نوشته شود.\n\n"
    "\u200f‎/language – زبان گفتار\n\u200f‎/settings – شکل متن‌ها\n\u200f‎/privacy – چه چیزی نگه داشته می‌شود\n"
    "\u200f‎/forget – همه‌چیزِ مرا پاک کن",
)
HELP_LINKS: Final = Phrase(
    en="• a link to a video or a podcast (YouTube, Aparat, …)\n", fa="• پیوند ویدیو یا پادکست (یوتیوب، آپارات، …)\n"
)
GROUP_HELLO: Final = Phrase(
    en="Hello! Reply to a voice note or a video with /transcribe and I write down what is said.\n"
    "Admins can have every recording written with /settings.",
    fa="سلام! روی پیام صوتی یا ویدیو با ‎/transcribe پاسخ بدهید تا متنش را بنویسم.\n"
    "مدیران با ‎/settings می‌توانند بخواهند همهٔ صداها نوشته شود.",
)
BLIND_IN_GROUP: Final = Phrase(
    en="Telegram does not show me this group's recordings. Make me an admin (no rights are needed), or have my "
    "operator turn off my privacy mode with @BotFather and add me again.",
    fa="تلگرام صداهای این گروه را به من نشان نمی‌دهد. مرا مدیر گروه کنید (بی‌هیچ اختیاری)، یا از گردانندهٔ ربات "
    "بخواهید privacy mode را در ‎@BotFather خاموش کند و مرا دوباره بیفزاید.",
)

LANGUAGE: Final = Phrase(
    en="Spoken language: {spoken}.\nChoose another one, or write /language with its name or code.",
    fa="زبان گفتار: {spoken}.\nیکی دیگر را انتخاب کنید، یا نام یا کد آن را پس از ‎/language بنویسید.",
)
LANGUAGE_UNKNOWN: Final = Phrase(en="I do not know the language “{written}”.", fa="زبانی به نام «{written}» نمی‌شناسم.")
AUTO: Final = Phrase(en="Automatic (Persian or English)", fa="خودکار (فارسی یا انگلیسی)")

SETTINGS: Final = Phrase(
    en="Spoken language: {spoken}. Change it with /language.\nTap a button to turn it on or off, or to change it:",
    fa="زبان گفتار: {spoken}. با ‎/language عوضش کنید.\nبرای روشن، خاموش یا عوض کردن، روی دکمه بزنید:",
)
SETTINGS_GROUP: Final = Phrase(
    en="Spoken language in this group: {spoken}. Change it with /language.\n"
    "Admins turn these on or off, or change them, with a tap:",
    fa="زبان گفتار این گروه: {spoken}. با ‎/language عوضش کنید.\n"
    "مدیران با زدن دکمه‌ها این‌ها را روشن، خاموش یا عوض می‌کنند:",
)
TIMES_SWITCH: Final = Phrase(en="Times in texts", fa="زمان در متن")
EVERYTHING_SWITCH: Final = Phrase(en="Write every recording unasked", fa="نوشتن همهٔ صداها، بی‌درخواست")
SPEAKS_SWITCH: Final = Phrase(en="My language", fa="زبان ربات")
SPEAKS_EACH: Final = Phrase(en="that of your app", fa="زبان برنامهٔ شما")
ADMINS_ONLY: Final = Phrase(
    en="Only admins of this group can do that.", fa="فقط مدیران این گروه می‌توانند این کار را بکنند."
)

PRIVACY: Final = Phrase(
    en="What I keep, and for how long:\n• Your sound, and pieces of its text: until the text is written; no copy "
    "of the sound stays.\n"
    "• Texts: {answers} days, for the buttons and for the same file sent again to the same chat.\n"
    "• Numbers of messages dealt with: {inbox} h. Messages that I could not deal with: as long.\n"
    "• Finished jobs, without text: {jobs} h.\n• Your choices in /settings: until you change them.\n"
    "• Minutes of today and yesterday, and whether you were let in or banned: without your id, as a keyed hash.\n"
    "• The log: no texts, names or ids.\n\n"
    "Everything is computed on this bot's own server. /forget deletes all of yours now, also what you said in "
    "groups, whoever asked for its text; only minutes, admission and bans stay. In a group, its admins can have all "
    "of the group's deleted. What stands in the chat you delete yourself.",
    fa="چه چیزی را تا کی نگه می‌دارم:\n• صدای شما و تکه‌های متنش: تا وقتی متن نوشته شود؛ از صدا رونوشتی نمی‌ماند.\n"
    "• متن‌ها: {answers} روز، برای دکمه‌ها و برای وقتی همان فایل دوباره در همان گفت‌وگو بیاید.\n"
    "• شمارهٔ پیام‌هایی که به آن‌ها رسیدگی شد: {inbox} ساعت. پیام‌هایی که نشد: همین‌قدر.\n"
    "• کارهای تمام‌شده، بدون متن: {jobs} ساعت.\n• انتخاب‌های شما در ‎/settings: تا عوضشان کنید.\n"
    "• دقیقه‌های امروز و دیروز، و اینکه راهتان داده‌اند یا مسدودید: بدون شناسهٔ شما، به شکل درهم‌سازی کلیددار.\n"
    "• گزارش کار ربات (log): بدون متن، نام و شناسه.\n\n"
    "همهٔ کار روی سرور همین ربات انجام می‌شود. ‎/forget همین حالا همه‌چیزتان را پاک می‌کند، صداهایی را هم که در "
    "گروه‌ها فرستاده‌اید، هر که متنش را خواسته باشد؛ فقط دقیقه‌ها، اجازه و مسدودی می‌مانند. در گروه، مدیران می‌توانند "
    "همه‌چیزِ گروه را پاک کنند. آنچه در خود گفت‌وگو هست را خودتان پاک کنید.",
)
PRIVACY_LOG: Final = Phrase(
    en="The database's own log (PostgreSQL, WAL) holds deleted rows until it is written over, usually within a day, "
    "and the machines that write texts hold pieces of stopped ones for up to an hour. Backups are up to the operator.",
    fa="سیاههٔ خود پایگاه داده (PostgreSQL, WAL) ردیف‌های پاک‌شده را تا بازنویسی‌اش نگه می‌دارد، معمولاً کمتر از یک روز، "
    "و رایانه‌هایی که متن را می‌نویسند تکه‌های کارهای متوقف‌شده را تا یک ساعت. پشتیبان‌گیری با گردانندهٔ ربات است.",
)
FORGET: Final = Phrase(
    en="Delete everything that I keep of you? Texts (also of what you said in groups) and choices go, and what is "
    "under way is stopped. This cannot be undone.",
    fa="هر چه از شما نگه داشته‌ام پاک شود؟ متن‌ها (صداهایتان در گروه‌ها هم) و انتخاب‌ها پاک و کارهای نیمه‌تمام "
    "متوقف می‌شوند. این کار برگشت ندارد.",
)
FORGET_BUTTON: Final = Phrase(en="Delete all of mine", fa="همهٔ مال مرا پاک کن")
FORGET_IN_GROUP: Final = Phrase(
    en="What shall I delete: everything that I keep of you, here and elsewhere, or, for admins, everything of this "
    "group, whoever said it? This cannot be undone.",
    fa="چه چیزی پاک شود: هر چه از خود شما نگه داشته‌ام، اینجا و هر جای دیگر، یا (برای مدیران) همه‌چیزِ این گروه، "
    "هر که گفته باشد؟ این کار برگشت ندارد.",
)
FORGET_CHAT_BUTTON: Final = Phrase(en="Delete all of this group", fa="همه‌چیزِ این گروه را پاک کن")
FORGETTING: Final = Phrase(en="Deleting…", fa="در حال پاک کردن…")
FORGOTTEN: Final = Phrase(
    en="Done: nothing of yours is kept any more, except the minutes used and whether you are let in or banned, "
    "without your id.",
    fa="انجام شد: دیگر چیزی از شما نگه نداشته‌ام، جز دقیقه‌های مصرف‌شده و اجازه یا مسدودی، بدون شناسه‌تان.",
)
FORGOTTEN_CHAT: Final = Phrase(
    en="Done: nothing of this group is kept any more, and its settings are as at first.",
    fa="انجام شد: دیگر چیزی از این گروه نگه نداشته‌ام و تنظیماتش هم مثل روز اول است.",
)

ASKS_IN: Final = Phrase(
    en="\u200e\u2068{name}\u2069 ({person}) asks to use this bot.",
    fa="\u200f\u2068{name}\u2069 ({person}) می‌خواهد از این ربات استفاده کند.",
)
ALLOW: Final = Phrase(en="Let in", fa="راه بده")
BAN: Final = Phrase(en="Ban", fa="مسدود کن")
ALLOWED: Final = Phrase(en="{person} may use the bot.", fa="{person} می‌تواند از ربات استفاده کند.")
LET_IN: Final = Phrase(en="You have been let in. Send me your recordings.", fa="راهتان دادند. صداهایتان را بفرستید.")
BANNED: Final = Phrase(en="{person} is banned.", fa="{person} مسدود شد.")
OPERATORS_ONLY: Final = Phrase(
    en="Only the bot's operator can do that.", fa="فقط گردانندهٔ ربات می‌تواند این کار را بکند."
)
WHOM: Final = Phrase(
    en="Reply to somebody's message, or write the id: /{command} 123456",
    fa="روی پیام کسی پاسخ بدهید یا شناسه‌اش را بنویسید: ‎/{command} 123456",
)
STATS: Final = Phrase(
    en="Today: {people} people, {answers} texts, {minutes} minutes, {failures} failures\n"
    "7 days: {week_answers} texts, {week_minutes} minutes, {week_failures} failures\n"
    "Waiting: {jobs} jobs, {inbox} updates",
    fa="امروز: {people} نفر، {answers} متن، {minutes} دقیقه، {failures} ناکام\n"
    "۷ روز: {week_answers} متن، {week_minutes} دقیقه، {week_failures} ناکام\n"
    "در صف: {jobs} کار، {inbox} پیام",
)
STOPPED: Final = Phrase(en="Stopping…", fa="متوقف می‌شود…")
TOO_LATE: Final = Phrase(en="It is done already.", fa="دیگر تمام شده است.")

MENU: Final = (
    ("start", Phrase(en="Begin", fa="شروع")),
    ("help", Phrase(en="What I can do", fa="راهنما")),
    ("transcribe", Phrase(en="Reply to a recording: write it down", fa="پاسخ روی صدا: متنش را بنویس")),
    ("language", Phrase(en="What is spoken", fa="زبان گفتار")),
    ("settings", Phrase(en="How texts look", fa="تنظیمات")),
    ("privacy", Phrase(en="What is kept, and how long", fa="چه چیزی تا کی نگه داشته می‌شود")),
    ("forget", Phrase(en="Delete all that is mine", fa="پاک کردن همه‌چیزِ من")),
)
"""The commands that Telegram offers, in this order."""
