"""The three languages that every page and message speaks, and how file names spell them."""

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
FILE_CODES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "en": "en"}
