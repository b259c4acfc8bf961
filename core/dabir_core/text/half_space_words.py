"""Persian words that decide whether a half-space belongs between two words. Written by hand; each says what for."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFIXES = frozenset({"می", "نمی"})
"""Written before a verb, with a half-space."""

NOT_VERBS = _words(
    "به که چه نه هم این آن همین همان برای است نیست هست هستم هستی هستند میلادی شمسی گذشته آینده جاری ماه می نمی"
)
"""Words that end like a verb and may follow «می», wine, or «می», the month."""

PLURALS = _words(
    "ها های هایی هایم هایت هایش هایمان هایتان هایشان هام هاش هامان هاتان هاشان هامون هاتون هاشون هایمون هایتون هایشون"
)
"""Forms of the plural sign; «ها» and «های» are also cries, see `half_space`; «هات» is left out («هات داگ»)."""

NEVER_PLURAL = _words(
    "و که به از در با را رو یا تا هم نه بله آره ها های هی آها اگر اما ولی چون پس مگر می نمی است بود شد نیست باش"
)
"""Words that «ها» after them does not make plural."""

SUPERLATIVES = frozenset({"ترین", "ترینی"})
COMPARATIVES = frozenset({"تر", "تری"})
"""«تر» is also «wet», so that it is taken for a comparative only where `half_space` says."""

GRADABLE = _words(
    """
    آرام آزاد آسان آشنا آگاه آهسته ارزان استوار اندک انسانی باریک باز بالا بد برجسته بزرگ بعید بلند بهداشتی بیش
    پایین پاک پایدار پخته پررنگ پرکار پهن پیچیده پیر پیش پیشرفته تازه تاریک تلخ تمیز تند تنگ تنها تیره تیز ثابت
    ثروتمند جالب جدی جدید جذاب جلو جوان چاق خالی خراب خسته خشک خصوصی خطرناک خفیف خنک خوب خوش خوشحال خوشمزه
    داغ دراز درست دقیق دور دیر راحت رایج رسمی روان روشن زرنگ زشت زیاد زیبا زیر زود ساده سالم سبک سخت سرد سریع
    سفت سفید سنگین سیاه شاد شدید شلوغ شیرین صاف صمیمی ضخیم ضعیف طبیعی طولانی عادی عالی عجیب عزیز عظیم عقب علمی
    عمومی عمیق غلیظ غنی فراوان فعال فقیر قدیمی قشنگ قطعی قوی کامل کلفت کلی کم کند کوتاه کوچک کوچیک
    کهنه گران گرم گسترده لاغر لطیف مؤثر موثر متفاوت متنوع محبوب محدود محکم مشخص مشکل مشهور مطمئن معروف معمولی
    مفید ملایم مناسب منطقی مهربان مهم نازک ناراحت نرم نزدیک نو واضح وحشتناک وسیع هوشمند یواش
    """
)
"""Words that are seldom, or never, followed by «تر» in its sense of «wet»."""

FUSED = frozenset({"کم", "بیش"})
"""Words that «تر» is written with in one: «کمتر», «بیشتر»."""

AFTER_SILENT_HE = _words("ام ات اش ایم اید اند ای ی")
"""Endings that a word in a silent «ه» takes with a half-space: «خانه‌ام», «رفته‌اند», «خانه‌ای», «خانه‌ی»."""

SPOKEN_HE = _words("گروه کوه اندوه شکوه انبوه ستوه وجه توجه شبیه فقیه سفیه تنبیه توجیه مشابه زره گره")
"""Words of three letters or more whose «ه» is heard, apart from those in «اه»."""

VOCATIVE_AFTER = _words("کاش کاشکی بابا خدا وای ول داد دوست عزیز عشق جان دل مردم امان میل")
"""Words before which «ای» is a call («ای کاش») and not the ending of the word before it."""

LETTER_NAMES = _words("آر آی ال ام ان اس اف ای بی پی تی جی دی سی وی کیو یو")
"""Names of Latin letters, before which «ام» and «ای» are ones too: «هزینهٔ ام آر آی», an MRI's price."""
