"""Words that tell where somebody is from, what they are called, or in which money they count.

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
#: Cities and regions whose names mean nothing else.
_REGIONS = """
    adelaide alabama alaska alberta amsterdam ankara arizona arkansas athens atlanta auckland austin baghdad baku bali
    balkan balkans baltimore bangalore bangkok barcelona beijing beirut belgrade bengaluru birmingham bogota bombay boston
    brisbane brooklyn brussels bucharest budapest calcutta calgary california caracas casablanca chennai chicago cincinnati
    cleveland colorado connecticut copenhagen dallas delaware denver detroit dublin edinburgh europe eurasia florida
    frankfurt geneva glasgow gujarat hamburg hanoi havana hawaii helsinki houston hyderabad idaho illinois indiana iowa
    islamabad jakarta jerusalem johannesburg kabul kampala kansas kashmir kathmandu kentucky kerala kolkata kong kuala
    lahore latam leeds lima louisiana luzon lyon maharashtra maine manchester maryland massachusetts melbourne mena miami
    michigan milan milwaukee minneapolis minnesota minsk mississippi missouri montana montreal munich naples nebraska
    nevada nordic nyc oakland ohio oklahoma ontario oregon orlando oslo ottawa pennsylvania perth philadelphia phoenix
    portland prague pretoria pune punjab quebec queensland riyadh rome rotterdam sacramento santiago scandinavia scandinavian
    seattle seoul shanghai shenzhen sofia stockholm sydney taipei tallinn tampa tashkent tehran tennessee texas tokyo
    toronto utah vancouver vegas venice vermont vienna vilnius warsaw wisconsin wyoming yangon yorkshire zagreb zurich
"""
#: Given names that mean nothing else.
_NAMES = """
    ahmed aisha alex alexander ali amanda amelia amina amir amy ana andrea andrew anna anthony antonio arjun ashley
    benjamin brian carlos carol caroline catherine chen chloe chris christina christopher cindy claire daniel david deepak
    diana diego dmitri dmitry donald edward elena elizabeth emily emma eric fatima fernando gabriel george hannah harry
    hassan helen henry hiroshi ibrahim ivan jacob james jane jason jennifer jessica joanna joao john johnson jonathan jorge
    jose joseph joshua juan julia julian karen kate katherine kevin kumar laura lauren leo liam linda lisa lucas lucia luis
    lukas lucy maria marie mario marta martin mary matthew megan mehmet michael michelle miguel mohamed mohammed monica
    muhammad nadia natalia natalie nathan nicholas nicole nina noah oliver olga olivia omar pablo patel patricia patrick
    paul pedro peter philip priya rachel rahul raj ravi rebecca ricardo richard robert roberto ryan sam samantha samuel
    sandra santiago sara sarah sergey sergei sharma simon singh sofia sophia sophie stephanie stephen steven susan svetlana
    tatiana thomas tom vanessa victor victoria vikram vladimir wang wei william yuki yusuf zhang zoe
"""
_MONEY = """
    bucks
    aed ars aud bdt brl cad chf clp cny czk dirham dirhams dkk dollar dollars egp eur euro euros franc francs gbp ghs
    hkd huf idr ils inr jpy kes krw lakh lira mxn myr naira ngn nok nzd pesos php pkr pln pound pounds rand rial riyal
    riyals rub ruble rubles rupee rupees sar sek sgd shilling shillings taka thb uah usd vnd yen yuan zar zloty
"""
#: In lower case, as the folded text has them.
ORIGINS = frozenset(f"{_PLACES} {_REGIONS} {_NAMES} {_LANGUAGES} {_MONEY}".split())
