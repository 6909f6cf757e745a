"""Words that tell where somebody is from or in which money they count.

No model of danger sees them: where a client comes from is no danger, and a model that learnt from few texts would make it
one. English stays, because asking for it is part of most work; so does "us", which is also a pronoun.
"""

from __future__ import annotations

__all__ = ["ORIGINS"]

_PLACES = """
    accra afghan afghanistan africa african albania albanian algeria algerian america american americans angola
    argentina argentine argentinian armenia armenian asia asian australia australian austria austrian azerbaijan
    bahamas bahrain bangladesh bangladeshi belarus belarusian belgian belgium benin berlin bhutan bolivia bolivian
    bosnia bosnian botswana brazil brazilian britain british brunei bulgaria bulgarian burkina burma burmese burundi
    cairo cambodia cambodian cameroon cameroonian canada canadian caribbean chad chile chilean china chinese colombia
    colombian congo congolese croatia croatian cuba cuban cyprus czech czechia danish delhi denmark dhaka dominican
    dubai dutch ecuador egypt egyptian emirates england eritrea estonia estonian ethiopia ethiopian eu europe european
    fiji filipina filipino finland finnish france french gabon gambia georgia georgian german germany ghana ghanaian
    greece greek guatemala guinea guyana haiti haitian holland honduras hungarian hungary iceland icelandic india
    indian indians indonesia indonesian iran iranian iraq iraqi ireland irish israel israeli istanbul italian italy
    ivory jamaica jamaican japan japanese jordan jordanian karachi kazakhstan kenya kenyan korea korean kosovo kuwait
    kuwaiti kyiv kyrgyzstan lagos lahore lanka lankan laos latin latvia latvian lebanese lebanon liberia liberian
    libya libyan lisbon lithuania lithuanian london luxembourg macedonia madagascar madrid malawi malaysia malaysian
    maldives mali malta maltese manila mauritius mexican mexico moldova moldovan mongolia montenegro moroccan morocco
    moscow mozambique mumbai myanmar nairobi namibia nepal nepalese nepali netherlands nicaragua niger nigeria
    nigerian nigerians norway norwegian oman pakistan pakistani pakistanis palestine palestinian panama paraguay paris
    peru peruvian philippine philippines pinoy poland polish portugal portuguese qatar qatari romania romanian russia
    russian russians rwanda rwandan saudi scotland scottish senegal senegalese serbia serbian singapore singaporean
    slovak slovakia slovenia slovenian somali somalia spain spanish sri sudan sudanese sweden swedish swiss
    switzerland syria syrian taiwan taiwanese tajikistan tanzania tanzanian thai thailand togo trinidad tunisia
    tunisian turkey turkish turkmenistan uae uganda ugandan uk ukraine ukrainian uruguay usa uzbek uzbekistan
    venezuela venezuelan vietnam vietnamese wales welsh yemen yemeni zambia zambian zimbabwe zimbabwean
"""
_LANGUAGES = """
    afrikaans amharic arabic bengali cantonese catalan farsi hausa hebrew hindi igbo kannada malay malayalam mandarin
    marathi persian punjabi swahili tagalog tamil telugu urdu yoruba zulu
"""
_MONEY = """
    aed ars aud bdt brl cad chf clp cny czk dirham dirhams dkk dollar dollars egp eur euro euros franc francs gbp ghs
    hkd huf idr ils inr jpy kes krw lakh lira mxn myr naira ngn nok nzd pesos php pkr pln pound pounds rand rial riyal
    riyals rub ruble rubles rupee rupees sar sek sgd shilling shillings taka thb uah usd vnd yen yuan zar zloty
"""
#: In lower case, as the folded text has them.
ORIGINS = frozenset(f"{_PLACES} {_LANGUAGES} {_MONEY}".split())
